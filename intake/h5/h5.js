/* The phone's form. One id is made for each suggestion, with the exact bytes that will be sent, and
 * both stay on the phone until the intake has answered: a double tap, a lost answer or a closed page
 * never makes two of one suggestion. ES5, because old WebViews must do. */
(function () {
  'use strict';
  var LIMIT = 6000, TIMEOUT_MS = 20000, SHOWN_MS = 30 * 60000;
  var DRAFT = 'jianyan.draft', PENDING = 'jianyan.pending', DONE = 'jianyan.receipt';
  var sending = false, pending = null;

  function el(id) { return document.getElementById(id); }
  function show(id) {
    ['form', 'pending', 'receipt'].forEach(function (name) { el(name).hidden = name !== id; });
    el('complaint').hidden = id !== 'form';
  }

  /* Storage may be refused (private mode): then memory must do. */
  var memory = {};
  function load(key) {
    try { return JSON.parse(localStorage.getItem(key) || 'null'); } catch (e) { return memory[key] || null; }
  }
  function save(key, value) {
    memory[key] = value;
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch (e) { /* memory has it */ }
  }

  function random(count) {
    var bytes = new Uint8Array(count);
    (window.crypto || window.msCrypto).getRandomValues(bytes);
    return bytes;
  }
  function digits(count) {
    var text = '';
    while (text.length < count) {
      var b = random(1)[0];
      if (b < 250) text += b % 10;
    }
    return text;
  }
  function hex(b) { return (b < 16 ? '0' : '') + b.toString(16); }

  /* UUIDv7 (RFC 9562). */
  function makeId() {
    var b = random(16), ms = Date.now(), i;
    for (i = 5; i >= 0; i--) { b[i] = ms % 256; ms = Math.floor(ms / 256); }
    b[6] = (b[6] & 15) | 112;
    b[8] = (b[8] & 63) | 128;
    var text = '';
    for (i = 0; i < 16; i++) text += ([4, 6, 8, 10].indexOf(i) >= 0 ? '-' : '') + hex(b[i]);
    return text;
  }

  /* 15 digits and the check digit of ISO/IEC 7064 MOD 11,10. */
  function makeReceipt() {
    var text = digits(15), product = 10;
    for (var i = 0; i < 15; i++) {
      var sum = (product + Number(text.charAt(i))) % 10;
      product = (sum === 0 ? 10 : sum) * 2 % 11;
    }
    return text + (11 - product) % 10;
  }

  /* In China's time, whatever the phone is set to. */
  function now() { return new Date(Date.now() + 8 * 3600000).toISOString().replace('Z', '+08:00'); }

  function parameter(name, pattern) {
    var found = new RegExp('[?&]' + name + '=([^&#]*)').exec(location.search);
    return found && pattern.test(found[1]) ? found[1] : '';
  }

  /* What may be sent: lines end one way, tabs become spaces, other control characters go. */
  function clean(text) {
    return text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ')
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1')
      .replace(/^\s+|\s+$/g, '');
  }
  function length(text) { return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '_').length; }

  function say(title, detail) {
    var message = el('message');
    message.hidden = !title;
    message.className = 'note alarm';
    message.textContent = '';
    if (!title) return;
    var b = document.createElement('b');
    b.textContent = title;
    message.appendChild(b);
    message.appendChild(document.createTextNode(detail || ''));
    message.scrollIntoView(false);
  }

  function theme() {
    var chosen = document.querySelector('input[name=theme]:checked');
    return chosen ? chosen.value : 'other';
  }

  function count() {
    var used = length(clean(el('text').value));
    el('count').firstChild.textContent = used;
    el('count').className = used > LIMIT ? 'count full' : 'count';
    return used;
  }
  function keep() {
    save(DRAFT, { text: el('text').value, county: el('county').value, theme: theme() });
    count();
  }

  function makePending(text) {
    var record = {
      v: 1, id: makeId(), receipt: makeReceipt(), code: digits(6),
      campaign: parameter('c', /^[a-z0-9_-]{1,63}$/) || el('form').getAttribute('data-campaign'),
      theme: theme(), channel: parameter('ch', /^[a-z0-9_]{1,15}$/) || 'h5',
      county: el('county').value, text: text, created: now(), clock: 'plausible',
      notice: el('form').getAttribute('data-notice'),
      consent: { contact: false, publish: false }
    };
    return { id: record.id, receipt: record.receipt, code: record.code, text: text, body: JSON.stringify(record) };
  }

  function showPending(title, detail, canTry) {
    el('pending-title').textContent = title;
    el('pending-detail').textContent = detail;
    el('pending-text').textContent = pending.text;
    el('again').hidden = !canTry;
    show('pending');
  }
  function groups(number) { return number.replace(/(\d{4})(?=\d)/g, '$1 '); }
  function showReceipt(done) {
    el('number').textContent = groups(done.receipt);
    el('code').textContent = done.code;
    el('copy').textContent = '复制编号和查询码';
    show('receipt');
    window.scrollTo(0, 0);
  }

  function answer(request) {
    try { return JSON.parse(request.responseText); } catch (e) { return {}; }
  }
  function isOurs(reply) { return typeof reply.type === 'string' && reply.type.indexOf('urn:jianyan:problem:') === 0; }

  function delivered() {
    var done = { receipt: pending.receipt, code: pending.code, at: Date.now() };
    save(DONE, done);
    save(PENDING, null);
    save(DRAFT, null);
    pending = null;
    el('text').value = '';
    showReceipt(done);
  }

  /* The intake says these bytes will never do: the text goes back into the form, under a new id. */
  function giveBack(reply) {
    el('text').value = pending.text;
    pending = null;
    save(PENDING, null);
    keep();
    show('form');
    say(reply.title, (reply.detail || '') + '您写的还在下面，改好后再送。');
  }

  function settle(request) {
    var reply = answer(request), status = request.status;
    sending = false;
    if (status === 201 && reply.id === pending.id && reply.signature) delivered();
    else if ([400, 413, 415, 422].indexOf(status) >= 0 && isOurs(reply)) giveBack(reply);
    else if (status === 409 && isOurs(reply)) setTimeout(send, 1200);
    else if (status === 503 || status === 429) showPending('现在人多，还没有送到', '您的建议存在这部手机上，不会丢，也不会重复。请稍后再送一次。', true);
    else showPending('网络不通，还没有送到', '您的建议存在这部手机上，不会丢，也不会重复。网络好了再送一次。', true);
  }

  function send() {
    if (sending || !pending) return;
    sending = true;
    showPending('正在送出…', '请稍候，不要关闭页面。', false);
    var request = new XMLHttpRequest();
    request.open('POST', '/v1/submissions');
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('Content-Type', 'application/json');
    request.setRequestHeader('Accept-Language', 'zh-CN');
    request.setRequestHeader('Idempotency-Key', '"' + pending.id + '"');
    request.onload = request.onerror = request.ontimeout = function () { settle(request); };
    request.send(pending.body);
  }

  function submit(event) {
    event.preventDefault();
    if (sending) return;
    var text = clean(el('text').value), used = length(text);
    if (!text) { say('还没有写建议', '请在上面的框里写几句。'); el('text').focus(); return; }
    if (used > LIMIT) { say('内容超出字数', '最多 6000 字，现有 ' + used + ' 字。请分成几条提交。'); return; }
    if (!el('county').value) { say('还没有选区县', '请选择建议说的是哪里。'); el('county').focus(); return; }
    say('');
    pending = makePending(text);
    save(PENDING, pending);
    send();
  }

  function copy() {
    var text = '受理编号 ' + el('number').textContent + '\n查询码 ' + el('code').textContent;
    var area = document.createElement('textarea'), done = false;
    area.value = text;
    area.setAttribute('readonly', '');
    area.style.position = 'fixed';
    area.style.top = '-1000px';
    document.body.appendChild(area);
    area.select();
    area.setSelectionRange(0, text.length);
    try { done = document.execCommand('copy'); } catch (e) { done = false; }
    document.body.removeChild(area);
    el('copy').textContent = done ? '已复制' : '请长按数字复制，或截屏保存';
  }

  /* "#d=…": a draft carried over from a screen, see firmware/face/handover.h. A fragment never
   * reaches any server's log; it is taken out of the address at once, so that it stays in no history. */
  var RANGES = [[0x20, 0x7e], [0x4e00, 0x9fff], [0x3000, 0x303f], [0xff00, 0xffef],
    [0x2000, 0x206f], [0xa0, 0xff], [0x3400, 0x4dbf]], BASE = 31622;
  function character(number) {
    for (var i = 0; i < RANGES.length; i++) {
      var size = RANGES[i][1] - RANGES[i][0] + 1;
      if (number < size) return RANGES[i][0] + number;
      number -= size;
    }
    return 0;
  }
  function fromPoint(c) {
    if (c < 0x10000) return String.fromCharCode(c);
    return String.fromCharCode(0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
  }
  function unpack(digits) {
    var numbers = [], text = '', i;
    for (i = 0; i + 9 <= digits.length; i += 9) {
      var pair = Number(digits.substr(i, 9));
      numbers.push(Math.floor(pair / BASE), pair % BASE);
    }
    if (digits.length - i === 5) numbers.push(Number(digits.substr(i)));
    for (i = 0; i < numbers.length; i++) {
      var other = numbers[i] === BASE - 1;
      var c = other ? numbers[i + 1] * 4096 + numbers[i + 2] : character(numbers[i]);
      if (other) i += 2;
      if (c > 0 && c < 0x110000) text += fromPoint(c);
    }
    return text;
  }
  function carried() {
    var found = /^#d=(\d+)$/.exec(location.hash);
    if (!found) return '';
    try { history.replaceState(null, '', location.pathname + location.search); } catch (e) { /* old */ }
    return unpack(found[1]);
  }

  /* What this phone had already is not lost. */
  function together(kept, text) {
    if (!kept || !text) return text || kept;
    return kept.indexOf(text) >= 0 ? kept : kept + '\n' + text;
  }

  function start() {
    var draft = load(DRAFT) || {}, text = carried();
    el('text').value = together(draft.text || '', text);
    el('county').value = parameter('county', /^\d{6}$/) || draft.county || '';
    if (el('county').selectedIndex < 0) el('county').value = '';
    var wanted = parameter('theme', /^[a-z]{1,15}$/) || draft.theme;
    [].forEach.call(document.querySelectorAll('input[name=theme]'), function (input) {
      if (input.value === wanted) input.checked = true;
    });
    if (text) keep();
    count();
    pending = load(PENDING);
    var done = load(DONE);
    if (pending && pending.id && pending.body) send();
    /* A page loaded again soon after still shows the numbers: nobody has copied them yet. */
    else if (done && Math.abs(Date.now() - done.at) < SHOWN_MS) { pending = null; showReceipt(done); }
    else { pending = null; save(DONE, null); show('form'); }
  }

  el('form').addEventListener('submit', submit);
  el('form').addEventListener('input', keep);
  el('form').addEventListener('change', keep);
  el('again').addEventListener('click', send);
  el('copy').addEventListener('click', copy);
  el('more').addEventListener('click', function () { save(DONE, null); show('form'); count(); window.scrollTo(0, 0); });
  window.addEventListener('online', function () { if (pending) send(); });
  start();
}());
