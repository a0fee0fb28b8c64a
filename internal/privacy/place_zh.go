package privacy

import "strconv"

func lineAt(n int) string { return "第" + strconv.Itoa(n) + "行" }

func paragraphAt(n int) string { return "第" + strconv.Itoa(n) + "段" }

func pageAt(n int) string { return "第" + strconv.Itoa(n) + "页" }

// What stands before a number and says what it is.
const (
	labelledLine    = `(?:联系电话|办公电话|电话|座机|传真)(?:号码|号)?[:\s]{1,3}([2-9]\d{6,7})`
	labelledAccount = `(?:银行)?(?:账号|账户|帐号|帐户|卡号)[:\s]{0,3}(\d(?:[- ]?\d){8,29})`
)

// units are what stands behind a number that counts something.
func units() []string {
	return []string{"元", "万元", "亿元", "件", "人次", "平方米", "号文", "号)", "号〕"}
}
