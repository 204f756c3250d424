package main

import (
	"net"
	"net/netip"
	"slices"

	"github.com/stripe/smokescreen/pkg/smokescreen"
)

// Never opened, whatever is allowed: this host, link-local with the metadata services of clouds, and theirs elsewhere.
var never = prefixes(
	"0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32", "224.0.0.0/4",
	"240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128",
)

// Refused as long as it is not allowed, beyond what smokescreen refuses by itself (private, loopback, link-local,
// multicast, CGNAT, NAT64, 6to4, Teredo): https://www.iana.org/assignments/iana-ipv4-special-registry and its sister.
var special = slices.Concat(special4, special6)

var special4 = prefixes(
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
)

var special6 = prefixes(
	"::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1",
)

// What a host may lead to that is allowed by its name, besides the public network. Not this host, and no IPv6 address
// that stands for an IPv4 one.
var inner = slices.Concat(prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"), special4)

func prefixes(texts ...string) []netip.Prefix {
	parsed := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		parsed = append(parsed, netip.MustParsePrefix(text))
	}
	return parsed
}

// without is what is left of a range. smokescreen lets an allowed range win over a denied one inside it
// (stripe/smokescreen#236); so the denied one is cut out before.
func without(whole netip.Prefix, holes []netip.Prefix) []netip.Prefix {
	for _, hole := range holes {
		if !hole.Overlaps(whole) {
			continue
		}
		if hole.Bits() <= whole.Bits() {
			return nil
		}
		low, high := halves(whole)
		return append(without(low, holes), without(high, holes)...)
	}
	return []netip.Prefix{whole}
}

func halves(whole netip.Prefix) (netip.Prefix, netip.Prefix) {
	bits := whole.Bits() + 1
	bytes := whole.Addr().AsSlice()
	bytes[(bits-1)/8] |= 0x80 >> ((bits - 1) % 8)
	high, _ := netip.AddrFromSlice(bytes)
	return netip.PrefixFrom(whole.Addr(), bits), netip.PrefixFrom(high, bits)
}

func ruleRanges(list []netip.Prefix) []smokescreen.RuleRange {
	made := make([]smokescreen.RuleRange, 0, len(list))
	for _, prefix := range list {
		mask := net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())
		made = append(made, smokescreen.RuleRange{Net: net.IPNet{IP: prefix.Addr().AsSlice(), Mask: mask}})
	}
	return made
}

func opened(allowed []netip.Prefix, shut []netip.Prefix) []smokescreen.RuleRange {
	left := []netip.Prefix{}
	for _, prefix := range allowed {
		left = append(left, without(prefix, shut)...)
	}
	return ruleRanges(left)
}
