package api

import (
	"time"

	"jiheng/internal/fault"
)

// The words for what went wrong, by reason: a title that says what happened,
// a detail that says what to do.

func fullStop() string { return "。" }

func colon() string { return "：" }

func wallClock(t time.Time) string { return t.Format("2006年1月2日15时04分05秒") }

// unconfirmed says what is known of a command that met with trouble: it may
// have been done all the same.
const unconfirmed = "结果未确认，请刷新后查看，已填内容请先保留。"

// expired words what is amiss with a request's own marks, of which people know
// nothing: a page that is loaded anew sends them right.
func expired() message {
	return message{"页面已过期", "页面已过期，请刷新。您的操作没有生效。"}
}

func generalMessage(code fault.Code) message {
	switch code {
	case fault.Invalid:
		return message{"提交的内容有误", "请按提示修改后重新提交。"}
	case fault.Unauthenticated:
		return message{"尚未登录", "请登录后再操作。"}
	case fault.Forbidden:
		return message{"没有权限", "您的岗位不能进行此项操作。如确应由您办理，请联系本单位办公室。"}
	case fault.NotFound:
		return message{"没有找到", "内容不存在，或者您无权查看。请返回列表重新进入。"}
	case fault.Conflict:
		return message{"情况已有变化", "请刷新页面，查看最新情况后再操作。"}
	case fault.Unavailable:
		return message{"系统暂时不可用", unconfirmed + "请稍后再试。"}
	case fault.Internal:
	}
	return message{"系统内部错误", unconfirmed + "反复出现时，请把请求编号告知系统管理员。"}
}

func sessionMessages() map[string]message {
	return map[string]message{
		"password_initial":  {"请先修改初始口令", "初始口令是别人发给您的，登录后请先改成自己的口令，再办理其他事项。"},
		"password_expired":  {"初始口令已过期", "初始口令十四天内没有修改，已经失效。请联系管理员重置口令。"},
		"login_failed":      {"登录失败", "账号或者口令不正确，或者账号已停用。请核对后重试。"},
		"login_locked":      {"登录已锁定", "连续登录失败次数过多。请在{until}以后再试。"},
		"login_busy":        {"登录繁忙", "同时登录的人较多，请稍候几秒再试。"},
		reasonTooMany:       {"操作过于频繁", "本次操作没有生效。请稍候几秒再试。"},
		reasonIntakes:       {"正在收件的报送过多", "本次没有收件。请稍候几秒再试。"},
		reasonLoginOften:    {"登录过于频繁", "请稍候几秒再试。"},
		reasonSession:       {"登录已失效", "您还没有登录，或者登录已经超时。请重新登录，已暂存的内容不会丢失。"},
		"session_not_found": {"登录已失效", "请重新登录。"},
		"account_changed":   {"账号刚刚被修改", "请重新登录。"},
		"account_not_found": {"没有此账号", "请核对账号，或者联系系统管理员。"},
		"password_wrong":    {"原口令不正确", "请重新输入原口令。"},
		"password_weak":     {"口令过于简单", "请换用更长、不常见的口令。"},
		"password_unchanged": {
			"新口令与原口令相同", "请换用与原口令不同的新口令。",
		},
		reasonCrossSite: {"请求来自其他网站", "为防止冒用身份，此请求已被拒绝。请从本系统的页面操作。"},
	}
}

func taskMessages() map[string]message {
	return map[string]message{
		"task_not_found":           {"没有这项任务", ""},
		"task_not_yet":             {"当时还没有这项任务", "这项任务{at}才开出，此前没有人可以办理。请改查这一时间以后。"},
		"evaluation_not_yet":       {"当时还没有这项评价", "这项评价{at}才启动，此前没有人可以办理。请改查这一时间以后。"},
		"task_already_claimed":     {"任务已被签收", "{by}已于{at}签收了这项任务。如需由您办理，请与签收人联系，由其退签后再签收。"},
		"task_already_settled":     {"任务已经办结", "{by}已于{at}办结了这项任务。请刷新页面查看结果。"},
		"task_not_claimed":         {"任务尚未签收", ""},
		"task_assigned_personally": {"会签任务每人一份", ""},
		"wrong_decision":           {"不能这样办理", ""},
		"unknown_action":           {"没有这种操作", ""},
		reasonStale:                {"内容已有更新", "您打开页面以后，这项任务又有了变动。请刷新页面，查看最新情况后再操作。"},
		reasonNoVersion:            expired(),
		reasonVersion:              expired(),
		"role_missing":             {"没有权限", ""},
		"not_candidate":            {"不是候选办理人", ""},
		"not_assignee":             {"不是签收人", "任务只能由签收人本人办理。{by}已于{at}签收了这项任务。尚未签收的请先签收。"},
		"duty_conflict":            {"按规定应当回避", ""},
		"not_your_unit":            {"不是本单位的事项", ""},
		"reason_required":          {"没有写明理由", "请写明理由或者意见，以便有关人员了解。"},
		"text_required":            {"没有填写内容", "请填写批注内容。"},
		"text_too_long":            {"文字过长", "请压缩后重新提交。"},
		"form_incomplete":          {"填报内容有误", "请按各栏的提示补充或者修改后重新提交。"},
		"materials_missing":        {"材料不齐", "请把清单所列材料补齐后再办理。"},
		"marks_invalid":            {"印章签字填写有误", "请按各栏的提示修改后重新提交。"},
		"marks_unchecked":          {"印章签字没有核对完", "请逐项核对封面上的印章和签字；不符的请退回。"},
		"marks_not_asked":          {"没有需要核对的材料", "没有需要核对印章和签字的材料。请刷新页面查看。"},
		"material_not_current":     {"材料已经更新", "这份材料不是最新的，或者不在清单中。请刷新页面查看。"},
		"nothing_to_take_back":     {"没有可以撤下的材料", "只有可以交多份的材料才能撤下其中一份，其余的请提交新的版本。"},
		"material_single":          {"这种材料不能撤下", "这种材料只交一份，不能撤下。请提交新的版本。"},
		"material_of_another":      {"不是本人提交的材料", "这份材料是别人办理同一环节时提交的，请由其本人撤下。"},
		"material_replaced":        {"材料已经更新", "这份材料已有更新的版本。请刷新页面查看。"},
		"too_many_copies":          {"材料份数过多", "同一种材料不超过{limit}份。请合并后提交，或者替换已有的材料。"},
		"material_not_asked":       {"不需要这种材料", "这一环节的清单中没有这种材料。请核对材料种类。"},
		"members_invalid":          {"领导小组名单有误", "请按提示修改名单后重新提交。"},
		"dossier_not_filed":        {"尚未报送", "材料还没有报送，不能签收回执。"},
		"attestation_required":     {"没有签署声明", "这一环节要由您签署声明。请通读声明全文，勾选后再提交。"},
		"attestation_outdated":     {"内容已有变动", "您审阅之后，即将定稿的内容又有变动。请刷新页面，核对后重新签署。"},
		"dossier_outdated":         {"定稿已有更新", "定稿期间又定出了新的一份，系统会重新定稿，无需处理。"},
		"withheld_invalid":         {"不公开文件清单有误", "不公开文件的清单与定稿不符。请联系系统管理员。"},
		"clearance_outdated":       {"定稿已有更新", "您审查之后又定出了新的一份。请刷新页面，按现在的定稿重新审查。"},
		"clearance_incomplete":     {"公开审查意见不完整", "请按各文件的提示补充后重新提交。"},
		"role_without_holder":      {"没有可以办理的人员", "下一环节的岗位目前没有人员，不能流转。请先落实人员。"},
		"draft_not_found":          {"没有暂存的内容", "您还没有为这项任务暂存过内容。"},
		reasonDraftStale:           {"暂存内容已有更新", "您在别处又暂存过一次。请刷新页面，核对后再暂存。"},
		"notice_not_found":         {"没有这条通知", "通知不存在，或者不是发给您的。"},
		"box_unknown":              {"没有这个任务箱", "请从任务列表进入。"},
		"sort_unknown":             {"没有这种排序方式", "请从列表中选择排序方式。"},
		"watches_full":             {"关注的任务过多", "每人最多关注{limit}项任务。请先取消一些不再需要的关注。"},
		"views_full":               {"常用查询过多", "每人最多保存{limit}个常用查询。请先删除一些不再需要的查询。"},
		"view_not_found":           {"没有这个常用查询", "查询已经删除，或者不是您本人保存的。"},
		reasonViewStale:            {"常用查询已有更新", "您在别处又修改过这个查询。请刷新页面，核对后再修改。"},
		reasonStreamsFull:          {"实时更新暂时不可用", "同时在线的人较多，页面会改为定时刷新，不影响办理。"},
		reasonSessionStreams:       {"打开的页面过多", "您同时打开的页面过多，这个页面会改为定时刷新，不影响办理。"},
		"preferences_invalid":      {"通知设置有误", "请按各栏的提示修改后重新保存。"},
		reasonPrefsStale:           {"通知设置已有更新", "您在别处又保存过一次。请刷新页面，核对后再保存。"},
		reasonNoFeed:               {"没有这个日历", "订阅地址不存在，或者已经停用。请登录系统重新生成订阅地址。"},
		reasonFeedOften:            {"读取过于频繁", "请稍后再试。"},
	}
}

func evaluationMessages() map[string]message {
	return map[string]message{
		"evaluation_not_found":    {"没有这项绩效自评", ""},
		"evaluation_finished":     {"绩效自评已经办结", ""},
		"start_invalid":           {"启动内容有误", "请按各栏的提示修改后重新提交。"},
		"unit_unknown":            {"没有这个单位", "评价单位或者接收单位没有登记。请核对后重新提交。"},
		"unit_not_found":          {"没有这个单位", "请核对单位编号。"},
		"person_not_found":        {"没有这名人员", "请核对人员编号。"},
		"book_not_found":          {"没有这本收件台账", "请核对接收单位的编号和年度。"},
		"grant_not_found":         {"没有这项任职", "请核对人员任职。"},
		"definition_not_found":    {"没有这个流程", "请从流程列表中选择。"},
		"process_not_found":       {"没有这个流程", "请从流程列表中选择。"},
		"stage_not_found":         {"没有这个阶段", "请刷新页面后重试。"},
		"stage_order":             {"流程阶段的次序有误", "流程定义中阶段的先后关系有误。请联系系统管理员。"},
		"definition_invalid":      {"流程定义有错误", "请按检查结果逐条改正。"},
		"due_before_opening":      {"阶段时限早于开始日期", "按所填开始日期，有阶段的截止日早于其开始日。请调整开始日期。"},
		"condition_failed":        {"流程条件无法判断", "流程定义中的条件对所填数据无法判断。请核对评价对象和参数。"},
		reasonNoRehearsal:         {"不允许演练", "本系统没有开放演练，一天的时长必须是24小时。"},
		"gate_held":               {"阶段关口未通过", "有环节由当时没有相应岗位的人员办理。请按提示重新办理。"},
		"day_length_out_of_range": {"一天的时长有误", "一天的时长应在1毫秒到24小时之间。"},
		"origin_impossible":       {"起始日期有误", "请核对开始日期。"},
		"item_not_found":          {"没有这个评价对象", "请核对评价对象的编号。"},
		"period_reversed":         {"起止时间颠倒", "止于的时间早于起于的时间。请对调后再查询。"},
		"entry_not_found":         {"没有这条流水", "请核对流水号。"},
		"history_too_large":       {"流程运行记录过大", "这一次运行的记录超过了可以留存的大小，没有留存。请联系系统管理员。"},
		"calendar_moved":          {"工作日历刚刚有变动", "文件与预览的不是同一份，或者别人同时导入了日历，没有导入。请重新选择文件预览，核对后再导入。"},
		"calendar_not_found":      {"没有这一版日历", "没有这一版工作日历。请从日历列表中选择。"},
		"policy_unreadable":       {"权限规则读不懂", "留存的这一版权限规则读不懂，不能据以核验。请联系系统管理员。"},
		"report_incomplete":       {"报告缺少必备内容", "报告还缺少下列必备部分，不能定稿。请退回到填写报告的环节补齐。"},
		"form_unknown":            {"没有这种表", "没有这种表的模板，请核对名称。"},
		"document_not_found":      {"没有这份材料", "没有这份材料，或者这份材料不能以这种格式导出。"},
		reasonNotSealed:           {"尚未定稿", "卷宗还没有定稿。定稿以后可以查阅和下载。"},
		reasonNotPublished:        {"没有公开", "没有这项绩效自评，或者结果还没有公开。"},
		"sheet_invalid":           {"数据表或者评分表有误", "请按提示修改后重新提交。"},
	}
}
