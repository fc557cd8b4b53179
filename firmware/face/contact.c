#include "face/contact.h"

#include <string.h>

enum { LINE_LEAST = 7, LINE_MOST = 8 };

size_t contact_len(const struct contact *contact)
{
    return strlen(contact->phone);
}

bool contact_put(struct contact *contact, char digit)
{
    size_t len = contact_len(contact);
    if (digit < '0' || digit > '9' || len == CONTACT_DIGITS)
        return false;
    contact->phone[len] = digit;
    return true;
}

bool contact_delete(struct contact *contact)
{
    size_t len = contact_len(contact);
    if (len == 0)
        return false;
    contact->phone[len - 1] = '\0';
    return true;
}

/* 010, 020 to 029, else three digits behind the zero. */
static size_t area_len(const char *phone)
{
    if (phone[0] != '0')
        return 0;
    return phone[1] == '1' || phone[1] == '2' ? 3 : 4;
}

bool contact_is_number(const struct contact *contact)
{
    const char *phone = contact->phone;
    size_t len = contact_len(contact), area = area_len(phone);
    if (phone[0] == '1')
        return len == CONTACT_DIGITS_USUAL && phone[1] >= '3';
    if (area == 0)
        return len == LINE_MOST;
    return len >= area + LINE_LEAST && len <= area + LINE_MOST;
}

bool contact_is_given(const struct contact *contact)
{
    return contact->may_call && contact_is_number(contact);
}

bool contact_gap_before(const struct contact *contact, size_t i)
{
    size_t area = area_len(contact->phone);
    bool line = contact->phone[0] && contact->phone[0] != '1';
    size_t first = !line ? 3 : area ? area : 4;
    return i == first || i == first + 4;
}

void contact_wipe(struct contact *contact)
{
    explicit_bzero(contact, sizeof *contact);
}
