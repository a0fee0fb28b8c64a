package command

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"jiheng/api"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

func (sh *shell) filing() *cobra.Command {
	parent := &cobra.Command{Use: "filing", Short: filingShort}
	parent.AddCommand(sh.filingReceive(), sh.filingTrust(), sh.filingDistrust(), sh.filingKeys())
	return parent
}

func (sh *shell) filingReceive() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "receive FILE", Short: filingReceiveShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, _, err := openPackage(args[0])
			if err != nil {
				return err
			}
			defer func() { _ = file.Close() }()
			s, err := open(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			f, err := s.receiveFile(cmd.Context(), file)
			if err != nil {
				return filingFault(err)
			}
			if out == "" {
				out = args[0] + ".receipt.json"
			}
			if err := os.WriteFile(out, []byte(f.Receipt+"\n"), 0o644); err != nil { //nolint:gosec // it is handed on
				return err
			}
			_, err = fmt.Fprintf(sh.out, filingReceived, f.Number, f.UnitID, f.Version, f.Digest, out)
			return err
		},
	}
	cmd.Flags().StringVar(&out, "receipt", "", filingReceiptFlag)
	return cmd
}

func (s *system) receiveFile(ctx context.Context, file *os.File) (review.Filing, error) {
	return api.ReceiveFile(ctx, api.Config{
		Store: adapter.API{Store: s.store}, Sessions: s.sessions, Policy: s.policy, Blobs: s.blobs, Log: s.log, Now: time.Now,
		Registry: prometheus.NewRegistry(), Signer: s.signer, Receivers: s.cfg.Receivers,
	}, file)
}

func (sh *shell) filingTrust() *cobra.Command {
	return &cobra.Command{
		Use: "trust UNIT FILE.pub", Short: filingTrustShort, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := readPublicKey(args[1])
			if err != nil {
				return err
			}
			text, err := signing.PublicPEM(key)
			if err != nil {
				return keyFault(err)
			}
			s, err := openDatabase(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			err = s.store.AddSenderKey(cmd.Context(), review.SenderKey{
				KeyID: key.KeyID(), UnitID: args[0], Algorithm: string(key.Algorithm()), PublicKey: string(text),
			}, time.Now(), evaluation.SystemPerson)
			if err != nil {
				return filingFault(err)
			}
			_, err = fmt.Fprintf(sh.out, filingTrusted, args[0], key.KeyID())
			return err
		},
	}
}

func (sh *shell) filingDistrust() *cobra.Command {
	return &cobra.Command{
		Use: "distrust UNIT KEY", Short: filingDistrustShort, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openDatabase(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			return filingFault(s.store.EndSenderKey(cmd.Context(), args[0], args[1], time.Now()))
		},
	}
}

func (sh *shell) filingKeys() *cobra.Command {
	return &cobra.Command{
		Use: "keys", Short: filingKeysShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := openDatabase(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			keys, err := s.store.SenderKeys(cmd.Context(), "")
			if err != nil {
				return err
			}
			for _, k := range keys {
				if _, err := fmt.Fprintln(sh.out, k.UnitID, k.Algorithm, k.KeyID); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
