/* Looks for new arrivals without losing the reader's place. */
(function () {
  'use strict';
  function refresh() {
    var request = new XMLHttpRequest();
    request.open('GET', '/arrivals');
    request.timeout = 10000;
    request.onload = function () {
      if (request.status !== 200) return;
      var fresh = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('main');
      var main = document.querySelector('main');
      if (!fresh || fresh.innerHTML === main.innerHTML.replace(/ class="new"/g, '')) return;
      var known = {};
      [].forEach.call(main.querySelectorAll('li header b'), function (b) { known[b.textContent] = true; });
      [].forEach.call(fresh.querySelectorAll('li'), function (li) {
        var b = li.querySelector('header b');
        if (b && !known[b.textContent]) li.className = 'new';
      });
      main.parentNode.replaceChild(document.adoptNode(fresh), main);
    };
    request.onloadend = function () { setTimeout(refresh, 2000); };
    request.send();
  }
  setTimeout(refresh, 2000);
}());
