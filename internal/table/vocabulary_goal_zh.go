package table

import "regexp"

// What the words around a number in the text of a goal mean.
var (
	// thousands are digits around a separator of thousands.
	thousands = regexp.MustCompile(`(\d),(\d{3})`)
	// fillerEnd are words of no weight between a name and its number, plainLead
	// those before a name.
	fillerEnd = regexp.MustCompile(`(?:不少于|不低于|不小于|至少|超过|≥|>|=|达到|提高到|提升到|提升至|提高至|保持在|稳定在|控制在|达|为|到|在|:|了|的?(?:人数|人次|数量|总数|面积|里程|个数|次数|户数|株数|场次|期数|任务)|不超过|≤)+$`)
	plainLead = regexp.MustCompile(`^(?:目标\d?:?|\d{4}年度?|[一二三四五六七八九十\d]+[、.]|\(\d+\)|全年|年内|年度|本年|当年|今年|计划|预计|拟|已|共|共计|累计|完成|实现|开展|组织|举办|实施|进行|确保|全县|全市|全区|全镇|全乡|全校|全院|通过|对|使|,|:)*$`)
	// countInText is a count with its unit, such as 425万粒.
	countInText = regexp.MustCompile(`\d+(?:,\d{3})*(?:\.\d+)?(?:[万亿]?(?:` + countUnits() + `)|%)`)
	// namedCount is a part with its count, partBreak what stands between two, and
	// noPart says that what is counted may overlap or be no part.
	namedCount = regexp.MustCompile(`^\(?[^\d()]{1,16}?(\d+(?:\.\d+)?[^\d()]{1,6})$`)
	partBreak  = regexp.MustCompile(`[、,;和及+]`)
	noPart     = regexp.MustCompile(`每|各|均|第|最|单|另|超|比|计划|目标|应|原|增|减|调|新|续|取消|未|余|完成|实际|上年|去年|剩|约|多|女|男|党员|民族|残疾|贫困|困难|脱贫|低保|高层次|骨干|重点|示范|优秀|农村|城镇|以上|以下|包括|涉及`)
	longTerm   = regexp.MustCompile(`[二两三四五十]年内|到\d{4}年|规划|年均|累计|总目标|中长期`)
	// joined says that a number counts more than the thing before it.
	joined         = regexp.MustCompile(`[和及与等共约近]|合计|其中|每|增长|增加|提高|提升|上升|下降|降低|减少`)
	goalInNote     = regexp.MustCompile(`总体目标[^\d]{0,12}?(\d[\d.,]*[^\d\s”"'’」,，。;；)]{1,6})`)
	rateInGoal     = regexp.MustCompile(`(?:完成(?:全年|年度)?预算的?|预算执行率(?:为|达到?|:)?|资金执行率(?:为|达到?|:)?)(\d+(?:\.\d+)?%)(以上|左右|余|多)?`)
	executedInGoal = regexp.MustCompile(`(?:执行数|实际支出|实际执行)(?:为|:)?(\d+(?:,\d{3})*(?:\.\d+)?(?:亿元|万元|元))`)
	genericStem    = regexp.MustCompile(`(?:完成)?(?:[个座处台套辆条件项人户株亩棵头只羽间所栋份册场期次家名例批座盏]数|数量|面积|人数|人次|次数|户数|总数|里程|个数|场次|任务|数|量|率)$`)
)
