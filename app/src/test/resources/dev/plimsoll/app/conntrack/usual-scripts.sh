#!/bin/sh
# What people's scripts do with conntrack. It prints what it sees; $1 is a folder for its files.
set -eu
folder=$1
add() { conntrack -I -s "$1" -d "$2" -p "$3" --sport "$4" --dport "$5" -t 1000 $6 2>/dev/null; }

echo '# fill'
for port in 1001 1002 1003; do
  add 10.0.0.1 192.0.2.1 tcp $port 443 '--state ESTABLISHED -u SEEN_REPLY,ASSURED'
done
add 10.0.0.2 192.0.2.1 tcp 1001 443 '--state SYN_SENT'
add 10.0.0.2 192.0.2.2 udp 1001 53 ''
add 10.0.0.3 192.0.2.2 udp 1001 53 '--dst-nat 192.0.2.3:5353'
add 2001:db8::1 2001:db8::2 tcp 1001 22 '--state ESTABLISHED'

echo '# how many, for a monitoring system'
echo "entries $(conntrack -C)"
conntrack -S | awk '{ for (i = 2; i <= NF; i++) { split($i, a, "="); sum[a[1]] += a[2] } }
  END { print "insert_failed", sum["insert_failed"], "drop", sum["drop"] }'

echo '# by protocol, by state, by source'
conntrack -L 2>/dev/null | awk '{ n[$1]++ } END { for (p in n) print p, n[p] }' | sort
conntrack -L -p tcp 2>/dev/null | awk '{ n[$4]++ } END { for (s in n) print s, n[s] }' | sort
conntrack -L -o extended 2>/dev/null | grep -o ' src=[^ ]*' | awk 'NR % 2' | sort | uniq -c | sort -rn | head -n 1
conntrack -L 2>&1 >/dev/null | grep -o '[0-9]* flow entries'
conntrack -L -f ipv6 2>/dev/null | wc -l
conntrack -L -d 192.0.2.0/31 2>/dev/null | wc -l
conntrack -L -o xml 2>/dev/null | grep -c '<flow>'

echo '# is it there?'
if conntrack -G -p tcp -s 10.0.0.1 -d 192.0.2.1 --sport 1001 --dport 443 >/dev/null 2>&1; then echo yes; fi
conntrack -G -p tcp -s 10.0.0.1 -d 192.0.2.1 --sport 9 --dport 443 >/dev/null 2>&1 || echo "no, $?"

echo '# wait for a state'
(
  sleep 1
  conntrack -U -p tcp -s 10.0.0.2 --state ESTABLISHED >/dev/null 2>&1
) &
tries=0
until conntrack -L -p tcp -s 10.0.0.2 --state ESTABLISHED 2>/dev/null | grep -q 'dport=443'; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || exit 1
  sleep 0.1
done
wait
echo established

echo '# mark what belongs together'
conntrack -U -s 10.0.0.2 -d 192.0.2.2 --mark 0x10/0xf0 2>/dev/null | grep -o 'mark=[0-9]*'
conntrack -L --mark 0x10/0xf0 2>/dev/null | wc -l

echo '# keep and load'
conntrack -L -o save -p tcp -f ipv4 2>/dev/null >"$folder/saved"
conntrack -D -p tcp -f ipv4 2>&1 >/dev/null | grep -o '[0-9]* flow entries have been deleted'
conntrack -R "$folder/saved"
conntrack -L -p tcp 2>/dev/null | wc -l

echo '# hear what begins and ends'
conntrack -E -e NEW,DESTROY -p udp --dport 99 >"$folder/events" 2>"$folder/heard" &
listener=$!
# Until somebody hears there are no events.
tries=0
until grep -q NEW "$folder/events"; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || exit 1
  add 10.0.0.8 192.0.2.8 udp $tries 99 ''
  sleep 0.1
done
add 10.0.0.9 192.0.2.9 udp 9 99 ''
conntrack -D -s 10.0.0.9 >/dev/null 2>&1
sleep 1
kill -INT $listener
wait $listener
awk '/src=10.0.0.9/ { print $1, $2, $5, $6, $7, $8 }' "$folder/events"
grep -c 'flow events have been shown' "$folder/heard"
conntrack -D -s 10.0.0.8 >/dev/null 2>&1

echo '# forget an address, and what is left of an old address of a service'
conntrack -D -s 10.0.0.1 2>&1 >/dev/null | grep -o '[0-9]* flow entries have been deleted'
conntrack -D -s 10.0.0.1 >/dev/null 2>&1 || echo "nothing left, $?"
conntrack -D -p udp --orig-dst 192.0.2.2 --dst-nat 192.0.2.3 2>/dev/null | grep -o 'sport=[0-9]* dport=53'
conntrack -D -f ipv6 -p tcp --dport 22 2>/dev/null | wc -l
conntrack --flush 2>&1 | sed 's/^[^:]*: //'
conntrack --count
