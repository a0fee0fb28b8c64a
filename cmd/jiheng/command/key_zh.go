package command

import (
	"errors"
	"fmt"

	"jiheng/internal/fault"
)

const (
	keyShort         = "签名密钥 (signing keys)"
	keyNewShort      = "生成一对签名密钥：私钥只有本人能读，公钥在旁边的 .pub 文件里 (make a key pair)"
	keyShowShort     = "显示公钥的算法和编号，双方当面或电话核对 (show algorithm and id of a public key)"
	keyAlgorithmFlag = "签名算法：ed25519，或国密 sm2 (algorithm)"
	keyOutFlag       = "私钥写到哪个文件，文件不能已经存在 (where to write the private key)"
	keyWritten       = "私钥：%s（妥善保管，不要外传）\n公钥：%s（交给对方）\n编号：%s\n"
)

// keyFault says what is wrong with a key in one sentence.
func keyFault(err error) error {
	f := fault.As(err)
	switch f.Reason {
	case "algorithm_unknown":
		return errors.New("签名算法应为 ed25519 或 sm2 (unknown algorithm)")
	case "key_exists":
		return errors.New("文件已经存在，不覆盖已有的密钥：" + f.Params["file"] + " (the file exists)")
	case "key_not_private":
		return errors.New("私钥文件别人也能读，请先执行 chmod 600：" + f.Params["file"] + " (others may read the key)")
	case "key_unreadable":
		return errors.New("不是 ed25519 或 sm2 的 PEM 密钥文件 (no key file)")
	}
	return err
}

func notPublicKey(path string) error {
	return fmt.Errorf("“%s”不是 ed25519 或 sm2 的 PEM 公钥文件，公钥文件名一般以 .pub 结尾 (no public key)", path)
}
