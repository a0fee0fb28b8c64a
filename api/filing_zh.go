package api

// seedOfChance says where a seed comes from that nobody chose.
const seedOfChance = "系统在名单确定之后随机产生"

func filingMessages() map[string]message {
	return map[string]message{
		"filing_not_found":        {"没有这份收件", ""},
		"filing_settled":          {"这份收件已经处理", "请刷新页面，查看最新情况后再操作。"},
		"filing_differs":          {"与已收到的不一致", "同一项评价的第{version}次报送已经收到，卷宗摘要为{digest}，与这一份不同。如需更正，请更正定稿后作为新的一次报送。"},
		"filing_stale":            {"已有更新的报送", "已经收到第{here}次报送，这一份是第{version}次，不再接收。"},
		"filing_not_linked":       {"与上一次报送接不上", "第{version}次报送应当写明所替代的上一次报送。请先补报前一次，或者核对卷宗摘要。"},
		"filing_unreadable":       {"不是报送文件", "请核对文件：应为本系统导出的报送文件、回执或者退回通知，并且没有改动过。"},
		"filing_for_another":      {"不是报送给本单位的", "请核对报送文件上的接收单位。"},
		"filing_from_future":      {"报送时间晚于现在", "请核对双方系统的时间。"},
		"filing_not_due":          {"还没有到报送环节", "请先完成定稿，到报送环节以后再导出报送文件。"},
		"receiver_here":           {"接收单位就在本系统", "不需要报送文件和回执，接收单位在本系统直接签收。"},
		"receipt_of_another":      {"回执与报送的卷宗不符", "这份答复说的是卷宗{found}，现在报送的是{expected}。请向接收单位要与本次报送一致的回执。"},
		"receipt_twice":           {"已有回执", "这次报送已有编号为{number}的回执，与这一份不同。请与接收单位核对。"},
		"envelope_unreadable":     {"不是签名文件", "请选择对方系统导出的回执、退回通知或者整改通知文件。"},
		"envelope_type":           {"文件种类不对", "请选择回执、退回通知或者整改通知文件。"},
		"envelope_key":            {"不是约定的密钥签名的", "文件由密钥{key}签名，应为{expected}。请与对方核对密钥编号，谨防伪造。"},
		"envelope_forged":         {"签名不符", "文件内容在签名以后被改动过，或者是伪造的，不予接收。请向对方重新索取。"},
		"envelope_not_found":      {"没有这份文件", "同一系统内签收的报送没有签名回执；没有退回的没有退回通知。"},
		"sender_unknown":          {"没有登记这个密钥", "报送单位的密钥{key}没有登记。请与接收单位核对密钥编号，由其登记后再报送。"},
		"query_stale":             {"查询时间不对", "请核对双方系统的时间。"},
		"package_differs":         {"卷宗压缩包不完整", "收到的压缩包与签名清单不一致，可能在传输中损坏。请重新报送。"},
		"package_unsound":         {"卷宗核验不通过", "压缩包里的文件与定稿清单不一致，不予接收。请核对后重新报送。"},
		reasonNoKeyHere:           {"没有配置签名密钥", "请系统管理员生成密钥并配置JIHENG_SIGNING_KEY后再试。"},
		"form_check_empty":        {"没有形式审核结论", "请逐项填写形式审核结论。"},
		"form_check_failed":       {"形式审核没有全部通过", "有没有通过的项目，不能审核通过。请退回，并写明原因。"},
		"items_missing":           {"还有没有评分的项目", "请给每一项评分，与单位自评一致的也要填写。"},
		"reason_missing":          {"没有写明理由", "评分与单位自评不同的，请写明理由。"},
		"score_above_full":        {"得分超过分值", ""},
		"rectification_elsewhere": {"对方在另一系统", "这份收件来自另一系统，请改用“发出整改通知”：对方系统收到签名的通知后自行启动整改。"},
		"rectification_here":      {"对方就在本系统", "请直接责令整改，系统为该单位启动整改流程，不需要发出通知文件。"},
		"rectification_unknown":   {"没有这份整改通知", "请核对整改通知：应为本接收单位发给该单位的通知。"},
		"unit_twice":              {"单位重复", "同一个单位只能列一次，请删除重复的一行。"},
		"sender_key_not_found":    {"没有这个公钥", "该单位没有这个有效的公钥，请核对编号。"},
		"gap_unknown":             {"还不能比较", "自评总分和财政复核总分都有了，才能计算分差。"},
		"choice_unknown":          {"没有这个未定事项", "请只选定评分方案中与复核分差有关的未定事项。"},
		"choice_twice":            {"同一个未定事项选定了两次", "每个未定事项只能选定一次，请删除重复的一行。"},
		"option_unknown":          {"没有这种取法", "请从评分方案给出的取法中选择。"},
		"gap_not_scored":          {"该方案不按分差扣分", "请选择规定了复核分差扣分的评分方案，如温州考评表。"},
		"source_required":         {"没有写明种子的来源", "请写明种子从哪里来，如公开的彩票期号。"},
		"population_too_large":    {"名单过长", "请按年度分批抽取。"},
		"score_item_unknown":      {"没有这一项", "请核对评分表的项目。"},
		"reviewer_twice":          {"同一项评了两次分", "每一项只能评一次分，请删除重复的一行。"},
		"draw_not_found":          {"没有这次抽取", ""},
		"seed_published":          {"种子已经公布", "种子公布以后不能更改。"},
		"seed_missing":            {"还没有公布种子", "请先公布种子，再抽取。"},
		"already_drawn":           {"已经抽取", "抽取结果不能更改。如需另行抽取，请重新确定名单。"},
		"population_empty":        {"没有可抽取的收件", "审核通过的收件才能参加抽取。"},
	}
}

func filingFieldMessages() map[string]string {
	return map[string]string{
		"filing_unreadable":  "缺少或者不合要求。",
		"form_check_empty":   "请逐项填写形式审核结论。",
		"form_check_failed":  "这一项没有通过。",
		"items_missing":      "还有项目没有评分。",
		"score_item_unknown": "评分表没有第{value}项。",
		"reason_missing":     "与单位自评不同，请写明理由。",
		"score_above_full":   "得分超过分值。",
		"unit_twice":         "单位重复。",
		"population_empty":   "没有审核通过的收件。",
		"seed_invalid":       "种子应为一行文字，不超过100个字。",
		"source_required":    "请写明种子的来源。",
	}
}
