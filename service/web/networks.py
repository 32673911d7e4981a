"""Where requests come from, as far as that is one caller's: by this is counted what is counted by address."""

from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

NETWORK_BITS = 64  # the part of an IPv6 address that names a household; the rest is its own to choose


def network(request: Request) -> str:
    """The network that a request comes from; "" where it came through a local socket."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host  # a local socket has no address
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{int(address) >> NETWORK_BITS:x}::"
