// The egress proxy: what a run's browser reaches, it reaches through this. Stripe's smokescreen resolves each name once,
// checks the addresses and connects to the one that it checked; here stand the rules of an installation, in front of it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	defaultSettings   = "/etc/webmend/egress.json"
	readHeaderTimeout = 30 * time.Second
	// a runner that is cut off in mid-step fails: what is under way gets this long to end
	graceful = 25 * time.Second
)

func main() {
	path := flag.String("settings", defaultSettings, "JSON file with the rules")
	listen := flag.String("listen", ":3128", "address to listen on")
	flag.Parse()
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if err := run(*path, *listen); err != nil {
		fmt.Fprintln(os.Stderr, "webmend-egress:", err)
		os.Exit(1)
	}
}

func run(path, listen string) error {
	// nothing is sent on to a further proxy, whatever the environment says: it would connect where nobody has checked
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		os.Unsetenv(name)
	}
	settings, err := readSettings(path)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	guard, err := newGuard(settings, listener.Addr().(*net.TCPAddr).Port)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "webmend-egress: listening on", listener.Addr())
	return serve(listener, guard)
}

// serve returns once it was told to end and what was under way is over, tunnels included, or its time.
func serve(listener net.Listener, guard *guard) error {
	server := &http.Server{Handler: guard, ReadHeaderTimeout: readHeaderTimeout, IdleTimeout: idleTimeout}
	told, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-told.Done()
		limit, cancel := context.WithTimeout(context.Background(), graceful)
		defer cancel()
		_ = server.Shutdown(limit)
		select {
		case <-guard.idle():
		case <-limit.Done():
		}
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-ended
	return nil
}
