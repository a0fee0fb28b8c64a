package command

import (
	"strings"

	"jiheng/internal/fault"
)

// terminalWords are for faults of which the page says something else, for
// there another thing helps. Those of which both say the same are api.Told.
func terminalWords(f *fault.Error) string {
	switch f.Reason {
	case "files_of_another_installation":
		return "文件目录 " + f.Params["folder"] + " 不是这个数据库的文件目录：多台机器必须共用同一个目录，请把 JIHENG_DATA 指向它 (the folder of files belongs to another installation)"
	case "definition_changed":
		return "数据库中保存的流程定义已被改动，与评价启动时不符 (a kept process definition was changed)"
	case "database_unavailable":
		return "连不上数据库，请检查 DATABASE_URL 和数据库是否在运行"
	case "schema_behind":
		return "数据库结构低于本程序的版本，请先运行 jiheng migrate"
	case "schema_half_restored":
		return "数据库里已有本程序要建立的表或者函数，却没有建立它们的记录：这个数据库只恢复了一半，或者不是绩衡的数据库。请不要接着用：确认 DATABASE_URL 无误后，删去这个数据库（dropdb），重新建立，再从转储恢复一次，见运行手册“备份和恢复” (the database is half restored or not ours)"
	case "disk_full":
		return "磁盘已满，请腾出空间后重试"
	case "roles_exclusive":
		return "管理员不得兼任其他角色，也不得担任领导小组成员：请先解除该人员原有的角色"
	case "office_held":
		return "已有人担任" + f.Params["role"] + "：请由系统管理员在“系统管理”页面提出任免申请"
	case "person_gone":
		return "该账号已停用，不能担任管理员：请先恢复账号，或者另选人员"
	case "approval_needed":
		return "任免须由系统管理员提出、安全管理员批准：请在“系统管理”页面办理"
	case "account_not_found":
		return "没有这个账号，用 jiheng account list 查看全部账号"
	case "password_weak":
		return "口令不合要求：应为10至128个字符，不能是常见口令，也不能与账号相同"
	}
	return missingWords(f)
}

// missingWords are for names that nothing has.
func missingWords(f *fault.Error) string {
	called := func(kind string) string {
		if id := f.Params["id"]; id != "" {
			return "没有编号为“" + id + "”的" + kind
		}
		return "没有这样的" + kind
	}
	switch f.Reason {
	case "evaluation_not_found":
		return called("评价") + "：请核对评价编号，编号在评价页面的地址里 (no such evaluation)"
	case "book_not_found":
		return called("收件台账") + "：请核对接收单位的编号和年度 (no such book)"
	case "person_not_found":
		return called("人员") + "：请核对人员编号，用 jiheng account list 查看 (no such person)"
	case "task_not_found":
		return called("任务") + "：所问的时点还没有这项任务，或者编号不对；用 jiheng audit show --evaluation 编号 查看各任务的编号 (no such task)"
	case "unknown_action":
		return "所问的任务或者评价没有这种操作：给出 --task 的问一项任务的操作，不给的问整项评价的操作 (no such action there)"
	case "item_not_found":
		return called("评价对象") + "：请核对编号 (no such item)"
	case "material_not_found":
		return called("材料") + "：这项评价没有这份材料，请核对材料编号 (no such material)"
	case "entry_not_found":
		return "这项评价没有第 " + f.Params["id"] + " 条流水：请核对流水号，用 jiheng audit show --evaluation 编号 查看 (no such entry)"
	case "entry_refuses_nothing":
		return "这一条流水不是被拒绝的尝试：请用 jiheng audit show --evaluation 编号 --refused 查看被拒绝的各条 (this entry refuses nothing)"
	case "dossier_not_sealed":
		return "这项评价还没有定稿，没有定稿以后的变化可说 (not sealed yet)"
	}
	return ""
}

// startingWords are for faults that end a start or a command, of which nobody
// at the page is ever told. What went wrong in detail is in brackets, for
// whoever looks after the machine.
func startingWords(f *fault.Error) string {
	for _, list := range []map[string]string{configurationWords(), connectionWords(), contentWords()} {
		if words, ok := list[f.Reason]; ok {
			return strings.ReplaceAll(words, "{detail}", f.Message)
		}
	}
	return ""
}

// configurationWords are for what is wrong with how the program was set up.
func configurationWords() map[string]string {
	return map[string]string{
		"api_config":             "接口的配置有误，没有启动：请核对环境变量（{detail}）",
		"store_config":           "数据库的配置有误，没有启动：请核对 DATABASE_URL 等环境变量（{detail}）",
		"session_config":         "登录时限的配置有误，没有启动：请核对 JIHENG_SESSION_IDLE 和 JIHENG_SESSION_ABSOLUTE（{detail}）",
		"password_params":        "数据库中保存的口令参数读不懂：请用 jiheng account password 重置该账号的口令",
		"database_address":       "DATABASE_URL 写得不对，应形如 postgres://用户:口令@主机:5432/jiheng",
		"database_role_missing":  "数据库登录没有程序所需的角色：请由数据库管理员授予 jiheng_app，只读审计的授予 jiheng_audit（{detail}）",
		"schema_ahead":           "数据库结构高于本程序的版本：请换用新版程序，不要用旧版连接升级过的数据库",
		"channel_config":         "通知渠道的配置有误：请核对渠道文件（{detail}）",
		"channel_twice":          "通知渠道的配置有误：同一单位的同一种渠道写了两次（{detail}）",
		"channel_not_configured": "没有配置这种通知渠道：请在渠道文件中补上（{detail}）",
		"mail_config":            "邮件的配置有误：请核对邮件服务器和发件地址（{detail}）",
		"receiver_config":        "接收单位的配置有误：请核对接收单位文件（{detail}）",
		"receiver_twice":         "接收单位的配置有误：同一单位写了两次（{detail}）",
		"receiver_offline":       "没有配置接收单位的网址：请改用报送文件送交，由对方用 jiheng filing receive 导入（{detail}）",
		"converter_config":       "文件转换程序的配置有误：请核对转换命令（{detail}）",
		"scanner_address":        "查毒程序的地址写得不对：请核对后重新启动（{detail}）",
		"language_unknown":       "没有这种语言：请选择 zh 或者 en（{detail}）",
		"algorithm_unknown":      "签名算法应为 ed25519 或 sm2（{detail}）",
		"key_exists":             "密钥文件已经存在，不覆盖已有的密钥：请换一个文件名（{detail}）",
		"key_not_private":        "私钥文件别人也能读：请先执行 chmod 600（{detail}）",
		"key_unreadable":         "不是 ed25519 或 sm2 的 PEM 密钥文件：请核对文件（{detail}）",
		"key_unknown":            "签名用的公钥不在可信的公钥之列：请用 --key 指定从审计管理员处另行取得的公钥（{detail}）",
	}
}

// connectionWords are for what others did not answer.
func connectionWords() map[string]string {
	return map[string]string{
		"address_forbidden":    "不允许连接这个地址：请核对渠道文件中的网址（{detail}）",
		"name_unresolved":      "域名解析不出地址：请核对网址和域名服务器（{detail}）",
		"call_failed":          "对方没有应答：请检查网络和对方的服务（{detail}）",
		"call_too_large":       "要发送的内容过大，没有发送（{detail}）",
		"channel_out_of_order": "通知渠道一再失败，暂停发送，稍后自动再试（{detail}）",
		"delivery_cut_short":   "通知没有发完，稍后自动再试（{detail}）",
		"sending_cut_short":    "发送通知超时，稍后自动再试（{detail}）",
		"mail_account_refused": "邮件服务器不接受发件账号：请核对账号和口令（{detail}）",
		"mail_address_invalid": "邮件地址写得不对：请核对收件人的地址（{detail}）",
		"mail_outcome_unknown": "不知道邮件是否发出：请向收件人核实（{detail}）",
		"mail_refused":         "邮件服务器拒收：请核对地址和邮件服务器的设置（{detail}）",
		"mail_unavailable":     "连不上邮件服务器，稍后自动再试（{detail}）",
		"robot_busy":           "群机器人一分钟内收到的消息过多，稍后自动再试（{detail}）",
		"robot_unavailable":    "群机器人没有应答，稍后自动再试（{detail}）",
		"receiver_unreachable": "连不上接收单位：请检查网络，稍后自动再试（{detail}）",
		"scanner_away":         "连不上查毒程序：请检查它是否在运行（{detail}）",
		"scanner_undecided":    "查毒程序没有给出结论：请查看它的日志（{detail}）",
	}
}

// contentWords are for files and data that cannot be used.
func contentWords() map[string]string {
	return map[string]string{
		"calendar_inconsistent":   "工作日历前后矛盾：请核对后重新导入（{detail}）",
		"calendar_unreadable":     "工作日历读不懂：请核对文件的格式（{detail}）",
		"checkpoint_unreadable":   "检查点读不懂：文件可能不是检查点，或者已经损坏（{detail}）",
		"verification_unreadable": "证据包里的核验结果读不懂：文件可能已经损坏（{detail}）",
		"contents_unreadable":     "证据包的目录读不懂：文件可能不是证据包，或者已经损坏（{detail}）",
		"head_not_stated":         "制作证据包期间流水不断增加，检查点没有赶上：请稍后再试（{detail}）",
		"export_too_long":         "PDF 最多容纳 5000 条流水：请缩小范围，或者导出为 .xlsx、.jsonl（{detail}）",
		"format_unknown":          "没有这种导出格式：请选择 jsonl、xlsx 或者 pdf（{detail}）",
		"file_unreadable":         "文件读不出来，可能已经损坏：请运行 jiheng audit verify 查看（{detail}）",
		"file_not_found":          "没有登记这个文件：请核对摘要（{detail}）",
		"publication_not_found":   "这项评价没有公开（{detail}）",
		"draft_unreadable":        "暂存的内容读不懂：请由填报人重新填写（{detail}）",
		"data_not_object":         "流水的数据读不懂：请运行 jiheng audit verify 查看（{detail}）",

		"log_not_written":          "日志没有写进数据库，要办的事没有办：数据库可能被加了改写规则或者触发器，请运行 jiheng audit verify 查看（{detail}）",
		"journal_entry_incomplete": "流水缺少内容，没有写入（{detail}）",
		"journal_wrong_evaluation": "流水属于另一项评价，没有写入（{detail}）",

		"process_twice":       "同一个流程的同一版本有两份：请删去一份（{detail}）",
		"version_differs":     "文件名中的版本号与内容中的不同：请改为一致（{detail}）",
		"scheme_inconsistent": "评分办法前后矛盾：请用 jiheng scheme lint 检查（{detail}）",
		"scheme_invalid":      "评分办法有错误：请用 jiheng scheme lint 检查（{detail}）",
		"scheme_twice":        "同一种评分办法的同一版本有两份：请删去一份（{detail}）",
		"score_out_of_range":  "得分超出了范围：请核对分值（{detail}）",
		"kind_unknown":        "没有这种计算方法：请核对评分办法（{detail}）",
		"digits_out_of_range": "小数位数超出了范围：请核对评分办法（{detail}）",
		"rounding_unknown":    "没有这种舍入方式：请核对评分办法（{detail}）",
		"operand_count_wrong": "参与计算的数据个数不对：请核对评分办法（{detail}）",
		"number_unreadable":   "应为数字，不带单位和千分位符：请改正（{detail}）",
		"number_invalid":      "数字有误：请改正（{detail}）",
		"number_not_exact":    "数字的小数位数过多：请改正（{detail}）",
		"number_too_long":     "数字位数过多：请改正（{detail}）",
		"look_back_begun":     "整改回头看已经开始，这份整改通知不能再改（{detail}）",
		"notice_id_missing":   "通知没有编号，没有发送（{detail}）",
		"notice_kind_unknown": "没有这种通知（{detail}）",
	}
}
