package process

// Name is what people call a place (位置名称).
func (p Place) Name() string {
	switch p {
	case PlaceProcess:
		return "流程"
	case PlaceRole:
		return "角色 roles"
	case PlaceParameter:
		return "参数 parameters"
	case PlaceStage:
		return "阶段 stages"
	case PlaceForEach:
		return "逐项办理 for_each"
	case PlaceNotification:
		return "提醒 reminders 和升级 escalations"
	case PlaceRepeat:
		return "重复 repeat"
	case PlaceExtension:
		return "延期 extension"
	case PlaceStep:
		return "环节 steps"
	case PlaceQuorum:
		return "通过条件 quorum"
	case PlaceField:
		return "表单字段 form"
	case PlaceMaterial:
		return "材料 materials"
	case PlaceExclusion:
		return "职责分离 excludes"
	case PlaceCorrection:
		return "更正 correction"
	case PlaceDisclosure:
		return "公开时限 disclosures"
	case PlaceGroup:
		return "议事规则 group"
	case PlaceDocument:
		return "系统编制的文件 documents"
	}
	return string(p)
}

// Meaning says what a keyword is for, or what a reserved one is kept for.
func (k Keyword) Meaning() string {
	for _, m := range append(meanings(), reservedMeanings()...) {
		if m.place == k.Place && m.key == k.Key {
			return m.text
		}
	}
	return ""
}

type meaning struct {
	place     Place
	key, text string
}

func meanings() []meaning {
	return []meaning{
		{PlaceProcess, "name", "流程名，小写英文词用连字符连接，与文件名一致"},
		{PlaceProcess, "version", "版本，从 1 递增；已启动的评价一直用启动时的版本"},
		{PlaceProcess, "title", "中文名称"},
		{PlaceProcess, "roles", "用到的角色"},
		{PlaceProcess, "parameters", "留给启动人填写的数，如金额下限"},
		{PlaceProcess, "scheme", "评分方案，写成“名称@版本”；见 docs/scoring.md"},
		{PlaceProcess, "group", "领导小组议事要有多少成员到会；没有规定的不写"},
		{PlaceProcess, "stages", "阶段，按先后次序写"},
		{PlaceProcess, "correction", "公开以后怎样更正；不写的流程不能更正"},
		{PlaceProcess, "disclosures", "哪些事项要在规定时间内公开，由系统核算是否按期"},
		{PlaceProcess, "documents", "系统编制的文件哪些不是一律公开；不写的一律公开"},

		{PlaceRole, "id", "标识，在 by、to、appoints 中引用"},
		{PlaceRole, "title", "中文名称"},
		{PlaceRole, "held_by", "任职来源：unit 本单位的任职，receiver 接收单位的任职，appointment 在本次评价中任命"},
		{PlaceRole, "minimum", "最少任命几人，只用于 appointment"},
		{PlaceRole, "maximum", "最多任命几人，不写为不限，只用于 appointment"},

		{PlaceParameter, "name", "标识，在条件中引用"},
		{PlaceParameter, "title", "中文名称，在条件中也可以用"},
		{PlaceParameter, "unit", "计量单位：yuan 元，percent 百分数，points 分，days 日，workdays 工作日，count 个"},
		{PlaceParameter, "default", "默认值，至多六位小数"},

		{PlaceStage, "id", "标识，在 after、doer_of 中引用"},
		{PlaceStage, "title", "中文名称"},
		{PlaceStage, "after", "要等哪些阶段办结；不写的阶段与启动同时开启"},
		{PlaceStage, "opens", "所等待的阶段截止以后多久开启，如 30 days、5 workdays、look_back_days days，或固定日期；不写为截止日当日开启"},
		{PlaceStage, "early", "true 为所等待的阶段一办结就开启，时限从它们的开启日起算；不写为等到它们的截止日"},
		{PlaceStage, "due", "时限：开启日之后几日（7 days）、几个工作日（5 workdays），或固定日期（2026-08-28）；或参数名加单位（reply_days days）；到当日 24:00 截止，要在某一时刻截止的后面加 at 17:30"},
		{PlaceStage, "due_again", "退回到这个阶段重新办理时的时限，从重新开启之日起算，如 3 workdays；不写为与 due 一样长"},
		{PlaceStage, "for_each", "对每个办理对象各办一遍"},
		{PlaceStage, "reminders", "截止前提醒"},
		{PlaceStage, "escalations", "逾期后告知上级"},
		{PlaceStage, "extension", "谁可以同意延期、最多延多久；不写的阶段不能申请延期"},
		{PlaceStage, "on_overdue", "逾期以后：keep 照常办理并计逾期天数（默认），return 退回到 return_to，close 视为未交、直接往下走，extend 自动申请延期"},
		{PlaceStage, "count_overdue", "逾期天数怎么数：days 自然日（默认），workdays 工作日"},
		{PlaceStage, "steps", "环节，依次办理"},

		{PlaceForEach, "kind", "对象种类：project 项目，department 科室，unit 单位"},
		{PlaceForEach, "where", "只办满足条件的对象"},

		{PlaceNotification, "offset", "离截止日多远：提醒写 0 days 或负数，升级写正数；截止日当天及以前的在当日 00:00 发出，以后的在当日 24:00 发出；要在某一时刻发出的后面加 at 09:00"},
		{PlaceNotification, "to", "告知谁：assignee 是办理人（尚无人签收时为全部可办理人），其余是角色"},
		{PlaceNotification, "repeat", "事情还没办就再发"},

		{PlaceRepeat, "every", "隔多久再发一次，如 1 workday"},
		{PlaceRepeat, "times", "连第一次在内一共发几次，2 至 30"},

		{PlaceExtension, "by", "哪些角色的人可以同意或不同意；本人的申请不能由本人决定"},
		{PlaceExtension, "at_most", "从阶段的截止日起最多延多久，如 5 workdays；不写为不限"},

		{PlaceStep, "id", "标识，在 return_to、doer_of 中引用"},
		{PlaceStep, "title", "中文名称"},
		{PlaceStep, "by", "由哪些角色办理；effect 环节不写，其余必写"},
		{PlaceStep, "of_item", "true 时只限对象所属科室的人办理"},
		{PlaceStep, "quorum", "one 一人签收办理（默认），all 每位任职人都要办理（会签），any 任一位办理即可（或签），sequence 依次办理；按比例通过和票签写成一组，见“通过条件”"},
		{PlaceStep, "when_empty", "无人任职时：hold 等到有人（默认），skip 跳过并记录，escalate 由 superior 办理，refuse 不予启动"},
		{PlaceStep, "when_same", "有任职的人但都须回避时，如提交人就是唯一的审批人：refuse 等别的人（默认），pass 跳过并记录，superior 由 superior 办理"},
		{PlaceStep, "superior", "上级：由哪些角色接办，与 escalate、superior 配合"},
		{PlaceStep, "replacement", "有人回避或离任时，由哪些角色的人补他的席位"},
		{PlaceStep, "form", "要填写的字段"},
		{PlaceStep, "materials", "要提交的材料，必交的缺一不可"},
		{PlaceStep, "appoints", "本环节办结时任命的角色，名单取自本阶段最近一次填写的 members 字段"},
		{PlaceStep, "decides", "true 为审批（同意或退回），不写为办理"},
		{PlaceStep, "return_to", "退回到哪个环节：本阶段前面的环节写标识，前面阶段的写“阶段.环节”，如 roll_up.compile"},
		{PlaceStep, "excludes", "哪些人不能办理本环节"},
		{PlaceStep, "receives", "true 为接收单位签收报送材料，表单里要有必填的 receipt_no"},
		{PlaceStep, "attests", "办理人签署声明，对即将定稿的内容的哪些方面负责：truth 真实性，completion 完整性，consistency 一致性，conformity 规范性，objectivity 客观性，accuracy 准确性"},
		{PlaceStep, "effect", "由系统办理：seal 定稿，file 报送，publish 公开"},

		{PlaceQuorum, "ratio", "同意的人数占多少即通过，如 2/3；与 vote 二选一"},
		{PlaceQuorum, "vote", "同意的票数占多少即通过，如 1/2，每人的票权见 weights"},
		{PlaceQuorum, "more_than", "true 为须超过这一比例（过半数写 1/2 加 more_than: true），不写为达到即可"},
		{PlaceQuorum, "weights", "各角色一票抵几票，如 { chair: 2 }；不写的抵一票"},

		{PlaceField, "name", "标识"},
		{PlaceField, "title", "中文名称"},
		{PlaceField, "kind", "text 文字，date 日期，money 金额（元），points 分数，choice 选择，members 名单，sheet 数据表和评分表，part 报告的一个部分，clearance 逐件决定定稿文件可否公开"},
		{PlaceField, "required", "true 为必填"},
		{PlaceField, "options", "选择字段的选项"},
		{PlaceField, "article", "哪一条款要求报告写这一部分，只用于 part"},
		{PlaceField, "answered", "true 为数据表和评分表中核对出的矛盾须逐处写明理由，否则不能提交、不能定稿；只用于 sheet"},
		{PlaceField, "columns", "评分表还要填哪些栏：second 二级指标，unit 计量单位，target 年度指标值，actual 实际完成值，reason 偏差原因分析及改进措施（有偏差的必填），money 项目资金，about 项目概况和年度总体目标；只用于 sheet"},

		{PlaceMaterial, "id", "标识"},
		{PlaceMaterial, "title", "中文名称"},
		{PlaceMaterial, "required", "false 为可以不交，不写为必交"},
		{PlaceMaterial, "when", "满足条件的对象才要交，写法与 where 相同；只用于逐项办理的阶段"},
		{PlaceMaterial, "template", "可以下载填写的模板，写模板的名称"},
		{PlaceMaterial, "marks", "封面上要有的印章和签字：seal 单位公章，head_signature 主要领导签字，project_signature 项目负责人签名，finance_signature 财务负责人签名，author_signature 报告撰写人签字，lead_signature 评价工作负责人签字，filing_date 填报日期"},
		{PlaceMaterial, "several", "true 为可以交多份，每份各有版本"},
		{PlaceMaterial, "publish", "写了就收入定稿：yes 公开，ask 逐件审查后决定，no 只报送、不公开；不写的不收入定稿"},

		{PlaceExclusion, "doer_of", "对同一对象办过“阶段.环节”的人不能办理"},
		{PlaceExclusion, "department_of_item", "true 时对象所属科室的人不能办理"},

		{PlaceCorrection, "by", "哪些角色的人可以申请更正"},
		{PlaceCorrection, "approved_by", "哪些角色的人可以同意或不同意；本人的申请不能由本人决定"},
		{PlaceCorrection, "reopens", "从哪个阶段起重新办理，定稿就在这一阶段或者其后"},

		{PlaceDisclosure, "id", "标识"},
		{PlaceDisclosure, "title", "中文名称"},
		{PlaceDisclosure, "from", "从哪个日期起算，写成“阶段.环节.字段”，如批复日期、收到目标批复的日期；当日不计"},
		{PlaceDisclosure, "within", "多长时间之内，如 20 days、15 workdays"},
		{PlaceDisclosure, "done", "哪个日期公开的，写法同 from；不写的以本次自评的首次公开为准"},
		{PlaceDisclosure, "basis", "规定这一时限的条款"},

		{PlaceGroup, "quorum", "领导小组有多少成员表达意见，所作的决定才算数，如 2/3；见“几个人办”"},
		{PlaceGroup, "more_than", "true 为须超过这一比例（过半数写 1/2 加 more_than: true），不写为达到即可"},

		{PlaceDocument, "name", "哪一种文件：data-table 数据表，score-table 评分表，report 自评报告，project-report 各项目的自评报告，rectification-notice 整改通知，rectification-reply 整改报告"},
		{PlaceDocument, "publish", "yes 公开，ask 逐件审查后决定，no 只报送、不公开"},
	}
}

func reservedMeanings() []meaning {
	return []meaning{
		{PlaceProcess, "starts_with", "由事件启动：批复后 20 日内公开、收到书面结果后 30 日内整改、预警推送"},
		{PlaceProcess, "every", "按月、季、年自动启动：月度通报、逐季考核、年度清查"},
		{PlaceProcess, "window", "只在规定窗口受理：每年 9 月一次的预算追加"},
		{PlaceProcess, "requires", "以另一流程办结为前提：自评报告是申报下一年度预算的前置条件"},
		{PlaceProcess, "checks", "跨表核对：支出明细等于合计、公开内容与批复一致"},

		{PlaceRole, "in", "本单位和接收单位以外的任职：主管部门、第三方机构、专家组、人大、审计"},

		{PlaceParameter, "kind", "数以外的参数：日期、清单、是否"},

		{PlaceStage, "when", "满足条件才办的阶段：不足限额由主管部门审核存档，达到限额报财政部门"},
		{PlaceStage, "repeats", "多轮往返：目标编制“二上二下”"},
		{PlaceStage, "on_late", "逾期在任务以外的后果：暂缓拨付、该项记零分"},
		{PlaceStage, "discloses", "阶段办结即公开：全程信息披露"},

		{PlaceForEach, "within", "逐项之下再逐项：任务到科室、责任到人，专项资金之下的项目"},
		{PlaceForEach, "sample", "抽取一部分：自评质量抽查、随机抽评"},
		{PlaceForEach, "coverage", "覆盖面要求：自评资金不低于 60%、五年全覆盖"},

		{PlaceNotification, "channel", "通知渠道：短信、政务平台"},

		{PlaceStep, "when", "满足条件才办的环节：超过审批权限的再报上级"},
		{PlaceStep, "due", "环节自己的时限：一次性告知、限时办结"},
		{PlaceStep, "assigned_by", "由前面环节指定办理人：工单转派到成员单位"},
		{PlaceStep, "veto", "一票否决"},
		{PlaceStep, "scores", "评分和复核评分，同表两栏"},
		{PlaceStep, "rates", "星级点评"},
		{PlaceStep, "branches", "同意、退回以外的去向：直接回复或转派，审核为优、良、中、差"},
		{PlaceStep, "starts", "在办理中启动另一流程：问题线索移交、督办"},

		{PlaceField, "from", "取自别的表单或系统：决算数、系统算分"},
		{PlaceField, "check", "字段校验：上下限、与别的字段的关系"},

		{PlaceExclusion, "role", "不相容的角色，任何人不得兼办"},
		{PlaceExclusion, "organisation", "整个单位回避：受托机构不得评价自身"},
	}
}
