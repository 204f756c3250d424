package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/stripe/smokescreen/pkg/smokescreen"
	"github.com/stripe/smokescreen/pkg/smokescreen/conntrack"
	"github.com/stripe/smokescreen/pkg/smokescreen/hostport"
)

const (
	// smokescreen takes this header off what sites answer: who finds it has it from the proxy
	refusal        = "X-Smokescreen-Error"
	connectTimeout = 10 * time.Second
	idleTimeout    = 10 * time.Minute
	maxReason      = 512
)

// guard looks at what is asked for before smokescreen does: form, port and name. It reads host and port with the same
// function, so that both mean the same.
type guard struct {
	rules *rules
	// for hosts that the installation has named, and for all others
	named, others *checked
}

// checked is a smokescreen with rules of its own.
type checked struct {
	http.Handler
	tunnels *sync.WaitGroup
}

func newGuard(settings *Settings, port int) (*guard, error) {
	read, err := settings.rules()
	if err != nil {
		return nil, err
	}
	resolver := resolverAt(settings.Resolver)
	return &guard{
		rules:  read,
		named:  proxy(resolver, port, slices.Concat(read.ranges, inner), read.deny),
		others: proxy(resolver, port, read.ranges, read.deny),
	}, nil
}

func proxy(resolver smokescreen.Resolver, port int, allowed, deny []netip.Prefix) *checked {
	shut := slices.Concat(never, deny)
	config := smokescreen.NewConfig()
	config.Log.SetFormatter(&logrus.JSONFormatter{})
	config.Port = uint16(port)
	config.Resolver = resolver
	config.ConnectTimeout = connectTimeout
	config.IdleTimeout = idleTimeout
	config.AllowRanges = opened(allowed, shut)
	config.DenyRanges = ruleRanges(slices.Concat(shut, special))
	config.RejectResponseHandlerWithCtx = sayRefused
	config.ShuttingDown.Store(false)
	config.ConnTracker = conntrack.NewTracker(idleTimeout, config.MetricsClient, config.Log, config.ShuttingDown, nil)
	if err := config.InitializeSelfConnectionDetection(); err != nil {
		config.Log.WithError(err).Warn("own addresses are not known: a loop through the proxy is not noticed")
	}
	return &checked{smokescreen.BuildProxy(config), config.ConnTracker.Wg()}
}

// idle is closed once no tunnel is open.
func (g *guard) idle() <-chan struct{} {
	over := make(chan struct{})
	go func() {
		g.named.tunnels.Wait()
		g.others.tunnels.Wait()
		close(over)
	}()
	return over
}

// sayRefused answers 403 in place of smokescreen's 407, which makes a browser ask for a password.
func sayRefused(asked *smokescreen.SmokescreenContext, answer *http.Response) {
	reason := answer.Header.Get(refusal)
	if answer.StatusCode == http.StatusProxyAuthRequired {
		answer.StatusCode, answer.Status = http.StatusForbidden, "403 Forbidden"
		if asked.Decision != nil {
			reason = asked.Decision.Reason
		}
	}
	answer.Header.Set(refusal, oneLine(strings.TrimRight(reason, ". \n")))
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	isConnect := r.Method == http.MethodConnect
	if !isConnect && !r.URL.IsAbs() {
		healthy(w, r)
		return
	}
	// a client's own idea of a further proxy: nothing is connected to but what was asked for
	r.Header.Del("X-Upstream-Https-Proxy")
	destination, err := destinationOf(r)
	if err != nil {
		refuse(w, r, http.StatusBadRequest, err.Error())
		return
	}
	next, reason := g.judge(destination)
	if next == nil {
		refuse(w, r, http.StatusForbidden, reason)
		return
	}
	if !isConnect {
		w = flushing{w}
	}
	next.ServeHTTP(w, r)
}

func destinationOf(r *http.Request) (hostport.HostPort, error) {
	if r.Method == http.MethodConnect {
		return hostport.New(r.Host, false)
	}
	if r.URL.Scheme != "http" {
		return hostport.HostPort{}, fmt.Errorf("only http is sent on like this, not %s: ask with CONNECT", r.URL.Scheme)
	}
	if r.URL.User != nil || r.URL.Host != r.Host {
		return hostport.HostPort{}, fmt.Errorf("the address names more than a host and a port")
	}
	return hostport.NewWithScheme(r.Host, "http", false)
}

// judge is who serves this, or why nobody does.
func (g *guard) judge(destination hostport.HostPort) (*checked, string) {
	host := strings.TrimSuffix(destination.Host, ".")
	switch {
	case !g.rules.ports[destination.Port]:
		return nil, fmt.Sprintf("port %d is not among those that may be connected to", destination.Port)
	case destination.IsIP():
		return g.others, ""
	case host == "" || strings.HasSuffix(host, ".") || endsInNumber(host):
		return nil, "the host is neither a name nor an address"
	case g.rules.isAllowedName(host):
		return g.named, ""
	case isInnerName(host):
		return nil, "the name belongs to an inner network"
	default:
		return g.others, ""
	}
}

func refuse(w http.ResponseWriter, r *http.Request, status int, reason string) {
	slog.Warn("refused", "requested_host", oneLine(r.Host), "reason", oneLine(reason), "inbound_remote_addr", r.RemoteAddr)
	w.Header().Set(refusal, oneLine(reason))
	http.Error(w, "Refused by the egress proxy: "+oneLine(reason), status)
}

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return text[:min(len(text), maxReason)]
}

func healthy(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/healthz" {
		http.Error(w, "this is a proxy", http.StatusNotFound)
	}
}

// flushing passes each part of a body on as it comes: a page may wait for single lines of one that has no end.
type flushing struct{ http.ResponseWriter }

func (w flushing) Write(part []byte) (int, error) {
	written, err := w.ResponseWriter.Write(part)
	_ = http.NewResponseController(w.ResponseWriter).Flush()
	return written, err
}

// resolver looks names up as they are, without the search domains of the system: api would be api.NAMESPACE.svc then.
type resolver struct{ *net.Resolver }

func resolverAt(address string) resolver {
	if address == "" {
		return resolver{&net.Resolver{PreferGo: true}}
	}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	return resolver{&net.Resolver{PreferGo: true, Dial: dial}}
}

func (r resolver) LookupIP(ctx context.Context, network, host string) ([]net.IP, error) {
	if net.ParseIP(host) == nil && !strings.HasSuffix(host, ".") {
		host += "."
	}
	return r.Resolver.LookupIP(ctx, network, host)
}
