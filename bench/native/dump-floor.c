/*
 * The floor under every reader of the kernel's table: receives a whole ctnetlink dump and counts its
 * messages, nothing else. The buffer has the size of the largest block that the kernel makes, the
 * same that Plimsoll uses.
 */
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char block[32 * 1024];

int main(void) {
  const int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  if (fd < 0) {
    perror("socket");
    return 1;
  }
  struct {
    struct nlmsghdr header;
    struct nfgenmsg netfilter;
  } request;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.header.nlmsg_seq = 1;
  if (send(fd, &request, sizeof request, 0) < 0) {
    perror("send");
    return 1;
  }
  long sessions = 0;
  for (;;) {
    const ssize_t got = recv(fd, block, sizeof block, 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      perror("recv");
      return 1;
    }
    int left = (int)got;
    for (struct nlmsghdr *message = (struct nlmsghdr *)block; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_DONE) {
        printf("%ld\n", sessions);
        return 0;
      }
      if (message->nlmsg_type == NLMSG_ERROR) {
        fprintf(stderr, "the kernel refused the dump\n");
        return 1;
      }
      sessions++;
    }
  }
}
