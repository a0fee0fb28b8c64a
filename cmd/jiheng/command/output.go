package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// output is a file that a command writes where the person at the terminal
// says (输出文件).
type output struct {
	path  string
	force bool
}

func (o *output) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.path, "out", "", outFlag)
	cmd.Flags().BoolVar(&o.force, "force", false, forceFlag)
	required(cmd, "out")
}

// vacant refuses to write where something is, unless that is wanted. It is
// asked before the work begins, for the work may take long.
func (o *output) vacant(paths ...string) error {
	for _, path := range paths {
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return fmt.Errorf("look at output file: %w", err)
		case info.IsDir():
			return exit(exitFailed, outputIsFolder(path))
		case !o.force:
			return exit(exitFailed, outputIsThere(path))
		}
	}
	return nil
}

// write writes the file wholly or not at all: what is written goes beside it
// and takes its name at the end. Whoever was killed leaves what was there.
func (o *output) write(write func(io.Writer) error) error {
	return o.beside(o.path, 0o600, write)
}

func (o *output) beside(path string, mode os.FileMode, write func(io.Writer) error) error {
	if err := o.vacant(path); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	err = errors.Join(write(file), file.Chmod(mode), file.Sync())
	if err = errors.Join(err, file.Close()); err == nil {
		err = o.vacant(path) // somebody else may have been quicker
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
