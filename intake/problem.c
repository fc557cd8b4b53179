#include "intake/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct wording {
    const char *title, *detail;
};

struct entry {
    const char *type;
    unsigned status;
    int retry_after;
    struct wording words[2]; /* by enum problem_language */
};

static const struct entry table[PROBLEM_COUNT] = {
    [PROBLEM_NONE] = {"about:blank", 200, 0, {{"", ""}, {"", ""}}},
    [PROBLEM_KEY_MISSING] = {"urn:jianyan:problem:idempotency-key-missing",
                             400,
                             0,
                             {{"缺少提交编号", "请求没有带上与建议编号一致的 Idempotency-Key。"},
                              {"Idempotency-Key missing",
                               "Send Idempotency-Key with the record's id as a quoted UUID."}}},
    [PROBLEM_KEY_REUSED] = {"urn:jianyan:problem:key-reused",
                            422,
                            0,
                            {{"编号已被使用", "这个编号已经收到过另一份内容，原来那份安然无恙。"},
                             {"Id already used",
                              "This id has arrived with other content, which is kept."}}},
    [PROBLEM_IN_PROGRESS] = {"urn:jianyan:problem:in-progress",
                             409,
                             1,
                             {{"正在保存", "同一份建议正在保存，请一秒后再试。"},
                              {"Being stored",
                               "The same suggestion is being stored. Try again in a second."}}},
    [PROBLEM_MALFORMED] = {"urn:jianyan:problem:malformed",
                           400,
                           0,
                           {{"内容格式不对", "收到的不是约定的 JSON，没有保存。"},
                            {"Malformed body",
                             "The body is not the JSON agreed upon. Nothing was stored."}}},
    [PROBLEM_INVALID_FIELD] = {"urn:jianyan:problem:invalid-field",
                               422,
                               0,
                               {{"有一项填写不对", "有一项缺少或格式不对，没有保存。"},
                                {"Invalid field",
                                 "A member is missing or ill-formed. Nothing was stored."}}},
    [PROBLEM_TEXT_TOO_LONG] = {"urn:jianyan:problem:text-too-long",
                               422,
                               0,
                               {{"内容超出字数", ""}, {"Text too long", ""}}},
    [PROBLEM_CHARSET] = {"urn:jianyan:problem:unsupported-charset",
                         422,
                         0,
                         {{"有不能识别的字符", "内容里有控制字符，请删去后再提交。"},
                          {"Unsupported characters",
                           "The text has control characters. Please remove them."}}},
    [PROBLEM_TYPE] = {"urn:jianyan:problem:unsupported-type",
                      415,
                      0,
                      {{"内容类型不对", "请以 application/json 提交。"},
                       {"Unsupported media type", "Send application/json."}}},
    [PROBLEM_TOO_LARGE] = {"urn:jianyan:problem:too-large",
                           413,
                           0,
                           {{"内容太大", "一次提交最多 32 KiB。"},
                            {"Too large", "One submission has at most 32 KiB."}}},
    [PROBLEM_KEY_UNKNOWN] = {"urn:jianyan:problem:key-unknown",
                             422,
                             0,
                             {{"封装密钥不符", "这份建议不是封给本受理点的，没有保存。"},
                              {"Unknown key",
                               "The letter is sealed to a key that is not held here."}}},
    [PROBLEM_SEAL_BROKEN] = {"urn:jianyan:problem:seal-broken",
                             422,
                             0,
                             {{"封装已损坏", "这份建议打不开，没有保存。"},
                              {"Broken seal", "The letter does not open. Nothing was stored."}}},
    [PROBLEM_PLAIN] = {"urn:jianyan:problem:plain-refused",
                       422,
                       0,
                       {{"连接没有加密", "为保护您的内容，请通过 https 打开本页再提交。"},
                        {"Connection not protected",
                         "Unsealed records are taken over HTTPS only. Nothing was stored."}}},
    [PROBLEM_OVERLOADED] = {"urn:jianyan:problem:overloaded",
                            503,
                            5,
                            {{"暂时繁忙", "暂时不能保存，内容没有丢，请稍后再试。"},
                             {"Busy", "Nothing can be stored at the moment. Please try again."}}},
    [PROBLEM_NOT_FOUND] = {"urn:jianyan:problem:not-found",
                           404,
                           0,
                           {{"没有这个页面", "请检查网址。"},
                            {"Not found", "There is no such page. Check the address."}}},
    [PROBLEM_METHOD] = {"urn:jianyan:problem:method-not-allowed",
                        405,
                        0,
                        {{"方法不对", "这个地址不接受该方法。"},
                         {"Method not allowed", "This address does not take that method."}}},
    [PROBLEM_FORBIDDEN] = {"urn:jianyan:problem:forbidden",
                           403,
                           0,
                           {{"只限本机查看", "请在受理服务所在的电脑上打开此页。"},
                            {"This machine only",
                             "Open this page on the machine that the intake runs on."}}},
};

unsigned problem_status(enum problem problem)
{
    return table[problem].status;
}

const char *problem_type(enum problem problem)
{
    return table[problem].type;
}

int problem_retry_after(enum problem problem)
{
    return table[problem].retry_after;
}

/* The weight of one range of Accept-Language, 0 to 1000; its parameters begin at `at`. */
static long weight(const char *at)
{
    at += strspn(at, " \t");
    if (strncasecmp(at, ";q=", 3) != 0 && strncasecmp(at, "; q=", 4) != 0)
        return 1000;
    double value = strtod(strchr(at, '=') + 1, NULL);
    if (!(value > 0))
        return 0;
    return value >= 1 ? 1000 : (long)(value * 1000);
}

enum problem_language problem_language(const char *accept_language)
{
    long best[2] = {0, 0};
    const char *at = accept_language ? accept_language : "";
    while (*at) {
        at += strspn(at, " \t,");
        size_t len = strcspn(at, " \t,;-");
        size_t tag = strcspn(at, " \t,;");
        bool zh = len == 2 && strncasecmp(at, "zh", 2) == 0;
        bool en = len == 2 && strncasecmp(at, "en", 2) == 0;
        long w = weight(at + tag);
        if (zh && w > best[PROBLEM_ZH])
            best[PROBLEM_ZH] = w;
        if (en && w > best[PROBLEM_EN])
            best[PROBLEM_EN] = w;
        at += strcspn(at, ",");
    }
    if (best[PROBLEM_EN] != best[PROBLEM_ZH])
        return best[PROBLEM_EN] > best[PROBLEM_ZH] ? PROBLEM_EN : PROBLEM_ZH;
    /* Equally liked: the one named first; nothing named: Chinese. */
    return best[PROBLEM_EN] > 0 && strncasecmp(accept_language, "en", 2) == 0 ? PROBLEM_EN
                                                                              : PROBLEM_ZH;
}

const char *problem_language_tag(enum problem_language language)
{
    return language == PROBLEM_EN ? "en" : "zh-CN";
}

/* The detail; only the one about length has numbers in it. */
static void print_detail(enum problem problem, struct problem_place place,
                         enum problem_language language, char *text, size_t size)
{
    const char *detail = table[problem].words[language].detail;
    if (problem != PROBLEM_TEXT_TOO_LONG)
        snprintf(text, size, "%s", detail);
    else if (language == PROBLEM_EN)
        snprintf(text, size, "At most %ld characters; this has %ld. Please split it.", place.limit,
                 place.found);
    else
        snprintf(text, size, "最多 %ld 字，现有 %ld 字。请分成几条提交。", place.limit,
                 place.found);
}

size_t problem_print(enum problem problem, struct problem_place place,
                     enum problem_language language, const char *id, char text[PROBLEM_BYTES_MAX])
{
    const struct entry *entry = &table[problem];
    char detail[256], errors[192] = "", instance[80] = "";
    print_detail(problem, place, language, detail, sizeof detail);
    if (place.pointer && place.limit)
        snprintf(errors, sizeof errors,
                 ",\"errors\":[{\"pointer\":\"%s\",\"code\":\"max-length\",\"limit\":%ld}]",
                 place.pointer, place.limit);
    else if (place.pointer)
        snprintf(errors, sizeof errors, ",\"errors\":[{\"pointer\":\"%s\",\"code\":\"%s\"}]",
                 place.pointer, problem == PROBLEM_CHARSET ? "charset" : "format");
    if (id)
        snprintf(instance, sizeof instance, ",\"instance\":\"urn:uuid:%s\"", id);
    int len = snprintf(text, PROBLEM_BYTES_MAX,
                       "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%u,\"detail\":\"%s\"%s%s}\n",
                       entry->type, entry->words[language].title, entry->status, detail, errors,
                       instance);
    return len < 0 ? 0 : (size_t)len;
}
