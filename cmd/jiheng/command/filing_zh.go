package command

import (
	"errors"

	"jiheng/internal/fault"
)

const (
	filingShort         = "报送文件和报送单位的密钥 (filings that are carried, keys of senders)"
	filingReceiveShort  = "导入报送文件，核验通过后写出签名的回执 (take in a filing file and write the signed receipt)"
	filingTrustShort    = "登记报送单位的公钥，先与对方核对编号 (let a key count for a unit)"
	filingDistrustShort = "停用报送单位的公钥 (take a key's word from it)"
	filingKeysShort     = "列出有效的公钥 (list the keys that count)"
	filingReceiptFlag   = "回执写到哪个文件，不写为报送文件名加 .receipt.json (where to write the receipt)"
	filingReceived      = "已收件：%s，单位 %s，第 %d 次报送，卷宗摘要 %s\n回执：%s（交回报送单位）\n"
	filingTrusted       = "已登记：单位 %s，密钥 %s\n"
)

// filingFault says in one sentence why a filing was not taken in.
func filingFault(err error) error {
	if err == nil {
		return nil
	}
	words := map[string]string{
		"reference_unknown":    "没有这个单位，请先用 organisation import 登记",
		"sender_key_not_found": "该单位没有这个有效的公钥",
		"signing_key_missing":  "没有配置签名密钥，请设置 JIHENG_SIGNING_KEY",
		"envelope_unreadable":  "不是报送文件",
		"filing_unreadable":    "不是报送文件，或者已经损坏",
		"envelope_forged":      "签名不符：文件被改动过，或者是伪造的",
		"sender_unknown":       "报送单位的密钥没有登记，请核对编号后用 filing trust 登记",
		"package_differs":      "卷宗压缩包与签名清单不一致，可能在传输中损坏",
		"package_unsound":      "卷宗核验不通过",
		"filing_differs":       "同一次报送已经收到，卷宗与这一份不同",
		"filing_stale":         "已经收到更新的报送，这一份不再接收",
		"filing_not_linked":    "与上一次报送接不上，请先补报前一次",
		"filing_for_another":   "不是报送给本系统内单位的",
	}
	if said := words[fault.ReasonOf(err)]; said != "" {
		return errors.New(said)
	}
	return err
}
