# Turns "key = words" lines into a C header, the table of words or that of keys. Works in mawk and
# gawk.
# usage: awk -v part=header|table|keys -f generate.awk assets/strings/zh-CN

BEGIN { n = 0 }

function fail(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
    failed = 1
    exit 1
}

/^[ \t]*(#|$)/ { next }

{
    at = index($0, " = ")
    if (at == 0) fail("not 'key = words'")
    key = substr($0, 1, at - 1)
    words = substr($0, at + 3)
    if (key !~ /^[a-z0-9.]+$/) fail("a key has small letters, digits and dots only: " key)
    if (words == "") fail("no words for " key)
    if (key in seen) fail("twice: " key)
    seen[key] = 1
    name = toupper(key)
    gsub(/\./, "_", name)
    gsub(/\\/, "\\\\\\\\", words)
    gsub(/"/, "\\\"", words)
    names[n] = "STR_" name
    keys[n] = key
    texts[n++] = words
}

END {
    if (failed) exit 1
    if (part == "header") {
        for (i = 0; i < n; i++) printf "    %s,\n", names[i]
    } else if (part == "keys") {
        for (i = 0; i < n; i++) printf "    [%s] = \"%s\",\n", names[i], keys[i]
    } else {
        for (i = 0; i < n; i++) printf "    [%s] = \"%s\",\n", names[i], texts[i]
    }
}
