package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"jiheng/internal/signing"
)

func (sh *shell) key() *cobra.Command {
	parent := &cobra.Command{Use: "key", Short: keyShort}
	parent.AddCommand(sh.keyNew(), sh.keyShow())
	return parent
}

func (sh *shell) keyNew() *cobra.Command {
	var algorithm, out string
	cmd := &cobra.Command{
		Use: "new", Short: keyNewShort, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			key, err := signing.Generate(signing.Algorithm(algorithm))
			if err != nil {
				return exit(exitUsage, keyFault(err))
			}
			if err := signing.WriteFiles(out, key); err != nil {
				return keyFault(err)
			}
			_, err = fmt.Fprintf(sh.out, keyWritten, out, out+signing.PublicSuffix, key.KeyID())
			return err
		},
	}
	cmd.Flags().StringVar(&algorithm, "algorithm", string(signing.Ed25519), keyAlgorithmFlag)
	cmd.Flags().StringVar(&out, "out", "", keyOutFlag)
	_ = cmd.MarkFlagRequired("out")
	return cmd
}

func (sh *shell) keyShow() *cobra.Command {
	return &cobra.Command{
		Use: "show FILE.pub", Short: keyShowShort, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			key, err := readPublicKey(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(sh.out, string(key.Algorithm())+" "+key.KeyID())
			return err
		},
	}
}

// maxKeyFile is far above a key in PEM.
const maxKeyFile = 16 << 10

// readPublicKey reads the public key that somebody names.
func readPublicKey(path string) (signing.Verifier, error) {
	text, err := readText(path, maxKeyFile)
	if err != nil {
		return nil, err
	}
	key, err := signing.ParsePublic(text)
	if err != nil {
		return nil, notPublicKey(path)
	}
	return key, nil
}

func readPublicKeys(paths []string) ([]signing.Verifier, error) {
	var keys []signing.Verifier
	for _, path := range paths {
		key, err := readPublicKey(path)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}
