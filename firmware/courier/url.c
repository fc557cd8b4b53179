#include "courier/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HOST_MAX = 256 };

const char *url_verdict_str(enum url_verdict verdict)
{
    switch (verdict) {
    case URL_GOOD:
        return "good";
    case URL_EMPTY:
        return "no address";
    case URL_MALFORMED:
        return "not an https:// address";
    case URL_PLAIN:
        return "plain http:// is for this machine alone; use https://";
    }
    return "unknown";
}

/* Exactly four numbers below 256, the first 127. "127.1" and "0177.0.0.1" are other spellings that
 * nobody needs. */
static bool is_loopback_v4(const char *host)
{
    long part[4];
    for (int i = 0; i < 4; i++) {
        size_t digits = strspn(host, "0123456789");
        if (digits < 1 || digits > 3 || (digits > 1 && *host == '0'))
            return false;
        part[i] = strtol(host, NULL, 10);
        host += digits;
        if (part[i] > 255 || *host != (i < 3 ? '.' : '\0'))
            return false;
        host++;
    }
    return part[0] == 127;
}

static bool is_loopback(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 || is_loopback_v4(host);
}

/* "" or ":PORT" and nothing else. */
static bool is_port(const char *text)
{
    size_t digits;
    if (*text == '\0')
        return true;
    digits = strspn(text + 1, "0123456789");
    return *text == ':' && digits > 0 && digits <= 5 && text[1 + digits] == '\0';
}

/* Splits "HOST[:PORT]" out of what follows the scheme; only names, IPv4 and [IPv6]. */
static bool take_host(const char *rest, char host[HOST_MAX])
{
    char authority[HOST_MAX];
    size_t len = strcspn(rest, "/?#");
    if (len == 0 || len >= sizeof authority)
        return false;
    memcpy(authority, rest, len);
    authority[len] = '\0';
    size_t end = authority[0] == '['
                     ? 1 + strspn(authority + 1, "0123456789abcdefABCDEF:.")
                     : strspn(authority, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789.-");
    if (authority[0] == '[' && authority[end] == ']')
        end++;
    else if (authority[0] == '[')
        return false;
    if (end == 0 || !is_port(authority + end))
        return false;
    memcpy(host, authority, end);
    host[end] = '\0';
    return true;
}

/* Printable ASCII without what parsers disagree about. */
static bool is_clean(const char *url)
{
    for (; *url; url++) {
        if (*url <= ' ' || *url > '~' || strchr("\\\"<>^`{}|", *url))
            return false;
    }
    return true;
}

enum url_verdict url_check(const char *url)
{
    char host[HOST_MAX];
    if (*url == '\0')
        return URL_EMPTY;
    bool secure = strncmp(url, "https://", 8) == 0;
    if ((!secure && strncmp(url, "http://", 7) != 0) || strlen(url) >= URL_MAX || !is_clean(url) ||
        !take_host(url + (secure ? 8 : 7), host))
        return URL_MALFORMED;
    return secure || is_loopback(host) ? URL_GOOD : URL_PLAIN;
}

bool url_join(const char *base, const char *path, char *url, size_t size)
{
    size_t len = strlen(base);
    while (len > 0 && base[len - 1] == '/')
        len--;
    int made = snprintf(url, size, "%.*s/%s", (int)len, base, path);
    return made > 0 && (size_t)made < size;
}
