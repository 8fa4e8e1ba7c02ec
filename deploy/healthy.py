"""Exit with 0 when the page at the given address answers 200; for a container's health check."""

import sys
import urllib.error
import urllib.request

# As if behind TLS, so that the answer is the page and not a redirect to it.
request = urllib.request.Request(sys.argv[1], headers={"X-Forwarded-Proto": "https", "Host": "127.0.0.1"})
try:
    with urllib.request.urlopen(request, timeout=8) as answer:
        sys.exit(answer.status != 200)
except (urllib.error.URLError, OSError) as error:
    sys.exit(str(error))
