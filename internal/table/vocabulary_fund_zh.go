package table

import "regexp"

// What the names of rows of money mean.
var (
	// ownFunds, carryOver and otherFunds together make the total.
	ownFunds    = regexp.MustCompile(`财政拨款|财政资金`)
	carryOver   = regexp.MustCompile(`结转`)
	otherFunds  = regexp.MustCompile(`其他|其它`)
	unitFunds   = regexp.MustCompile(`自筹|自有|单位资金|事业收入|社会(?:资金|资本|投入|捐)|群众投劳`)
	publicFunds = regexp.MustCompile(`^(?:其中:?|\(?[一二三四1-9]\)?[、.])*(?:当年|本年|年度)?财政(?:拨款|资金)`)
	// levelFunds is the money of one level of government.
	levelFunds   = regexp.MustCompile(`^(?:其中:?|\(?[一二三四1-9]\)?[、.])*(中央|上级|地方|本级|省市|市县|县区|区县|省|市|州|县|区|乡|镇)(?:本?级|财政|资金|拨款|补助|配套|安排|衔接|专项|投资|下达|转移支付|$)`)
	upperFunds   = regexp.MustCompile(`^(?:中央|上级)$`)
	localFunds   = regexp.MustCompile(`^(?:地方|本级)$`)
	basicFunds   = regexp.MustCompile(`基本支出$`)
	projectFunds = regexp.MustCompile(`项目支出$`)
	subBudget    = regexp.MustCompile(`^其中|^\(?[一二三四1-9]\)?[、.]|财政拨款|结转|其他资金|其它资金|上级|中央|地方|本级|省级|市级|县级|区级|[省市县区]财政|[省市县区]配套|自筹|专户|事业收入|单位资金|社会资[金本]|社会投入|一般公共预算|政府性基金|基本支出|项目支出`)
	mainBudget   = regexp.MustCompile(`总额|总金额|合计|总计|预算执行|资金总`)
)
