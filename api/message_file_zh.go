package api

// The words for what is wrong with files.
func fileMessages() map[string]message {
	return map[string]message{
		reasonFileTooLarge:        {"文件过大", "每个文件不超过50MB。请压缩或者拆分后重新上传。"},
		"upload_interrupted":      {"上传中断", "文件没有传完。请检查网络后重新上传。"},
		"file_name_invalid":       {"文件名不能使用", "文件名中有不能使用的字符，或者过长。请改名后重新上传。"},
		"file_type_not_allowed":   {"不支持这种文件", "可以上传PDF、OFD、Word、Excel、图片、TXT和CSV文件。"},
		"file_type_mismatch":      {"文件内容与扩展名不符", "文件的实际内容不是扩展名所示的类型。请用原来的软件另存后重新上传，不要直接修改扩展名。"},
		"channel_not_configured":  {"渠道没有配置", "这个渠道还没有在服务器上配置。"},
		"list_differs":            {"名单与预览的不是同一份", "请重新选择文件预览，确认无误后再导入。"},
		"newcomers_too_many":      {"一次新增的人员过多", "每份名单最多新增200人。请分成几份导入，或者请系统管理员在服务器上用 jiheng organisation import 导入。"},
		"organisation_moved":      {"机构和人员刚刚有变动", "别人同时作了修改，没有导入。请重新预览，核对后再导入。"},
		"file_empty":              {"文件是空的", "请确认文件有内容后重新上传。"},
		"file_damaged":            {"文件已损坏", "文件不能完整读取。请用原来的软件打开检查，另存后重新上传。"},
		"macro_refused":           {"文件带有宏", "文件中有宏或者程序。请另存为不带宏的格式后重新上传。"},
		"external_link_refused":   {"文件引用了外部内容", "打开文件会从别处读取内容。请断开外部链接，另存后重新上传。"},
		"archive_unsafe":          {"文件内部结构不安全", "请用原来的软件打开，另存后重新上传。"},
		"file_infected":           {"文件带有病毒", "查毒程序在文件中发现了{signature}。请对电脑查杀病毒，换用干净的文件后重新上传。"},
		"file_unscanned":          {"文件待查毒", "查毒程序还没有查过这个文件。查过以后才能打开，也才算材料齐备，请稍后刷新页面。"},
		"file_quarantined":        {"文件已隔离", "查毒程序在文件中发现了{signature}，不能打开。请提交人换用干净的文件重新提交。"},
		"upload_too_large":        {"文件过大", "续传的文件每个不超过{limit}MB。请压缩或者拆分后重新上传。"},
		"part_too_large":          {"上传的片段过大", "每个片段不超过4MB。请刷新页面后继续上传。"},
		"part_empty":              {"上传的片段是空的", "请刷新页面后继续上传。"},
		"part_damaged":            {"上传的片段在传输中损坏", "这个片段没有保存。请检查网络后继续上传。"},
		"part_beyond_end":         {"上传的内容超过文件大小", "文件在上传过程中可能改动过。请取消后重新上传。"},
		"part_differs":            {"上传的内容前后不一致", "文件在上传过程中可能改动过，或者有两个页面在上传不同的文件。请取消后重新上传。"},
		"upload_offset":           {"上传的位置不对", "已经收到前{offset}字节，请从这里继续。刷新页面后会自动继续。"},
		"upload_unfinished":       {"文件还没有传完", "已经收到前{offset}字节。请继续上传。"},
		"upload_damaged":          {"收到的文件与原文件不符", "文件在上传过程中可能改动过。请重新上传。"},
		"upload_not_found":        {"没有这次上传", "上传已经取消，或者超过一天没有继续。请重新上传。"},
		"upload_finished":         {"文件已经传完", "请刷新页面查看。"},
		"too_many_uploads":        {"未完成的上传过多", "同时进行的上传不超过{limit}个。请先完成或者取消一些。"},
		"uploads_too_large":       {"未完成的上传过大", "每人同时上传的文件合计不超过{limit}MB，单位另有总限额。请先完成或者取消一些，或者稍后再传。"},
		"preview_unavailable":     {"不能预览这种文件", "请下载后用相应的软件打开。"},
		"preview_failed":          {"文件不能转换", "系统没有能够转换这个文件。请下载后用相应的软件打开。"},
		"preview_busy":            {"正在转换别的文件", "请稍后再看，或者下载后打开。"},
		"active_content_refused":  {"文件带有会自动运行的内容", "文件中有脚本、程序或者会自动执行的动作（{found}）。请用原来的软件打印成新的PDF后重新上传。"},
		"embedded_object_refused": {"文件中嵌有别的程序的对象", "请打开文件，把嵌入的对象（如公式编辑器、压缩包、旧版表格）改为图片或者文字，另存后重新上传。"},
		"file_encrypted":          {"文件加了密码或者权限限制", "归档的文件不能加密。请取消密码和打印、编辑等限制后重新上传。"},
		"picture_too_large":       {"图片尺寸过大", "图片每边不超过20000像素，合计不超过1亿像素。请缩小后重新上传。"},
		"file_two_faced":          {"文件内容有歧义", "这个文件同时又是一个压缩包，或者末尾附有别的内容。请用原来的软件打开，另存后重新上传。"},
		"blob_id_invalid":         {"文件编号有误", "请从页面上的链接进入。"},
		"blob_not_found":          {"文件不存在", "文件没有找到。评价的材料到期销毁的，只留存摘要；否则请联系系统管理员。"},
		reasonNoMaterial:          {"没有这份材料", "材料不存在，或者您无权查看。"},
		"form_invalid":            {"表格不能生成", "填报内容中有表格不能容纳的文字。请按提示修改。"},
		"manifest_invalid":        {"卷宗清单有误", "卷宗清单不符合规则。请联系系统管理员。"},
		"dossier_too_large":       {"卷宗过大", "卷宗超过4GB，不能打包。请精简材料。"},
		"package_withdrawn": {
			"压缩包已停止提供", "压缩包中有不公开的文书的另一种格式。其余文件请从公开页面逐件下载；评价单位更正以后，提供新的压缩包。",
		},
		"dossier_file_not_found": {
			"卷宗中没有这个文件", "请从公开页面上的链接进入。",
		},
	}
}

// The words for requests that do not fit the contract.
func requestMessages() map[string]message {
	const json = "请求内容不是规范的JSON（出错位置：第{offset}字节）。请检查发送请求的程序。"
	return map[string]message{
		reasonRequestInvalid:       {"提交的内容有误", "请按各栏的提示修改后重新提交。"},
		reasonNoRoute:              {"没有这个地址", "请检查网址，或者从首页重新进入。"},
		reasonMethod:               {"不支持这种请求", "这个地址不接受此种请求方式。"},
		reasonMedia:                {"内容类型不支持", "请求的内容类型应为{expected}。"},
		reasonBodyTooLarge:         {"提交的内容过大", "一次提交的内容不超过1MB。请精简后重新提交。"},
		"json_malformed":           {"请求无法识别", json},
		"text_not_utf8":            {"请求编码有误", "请求内容不是UTF-8编码。"},
		"text_has_nul":             {"请求含有无效字符", "文字中有不能保存的空字符。请删除后重新提交。"},
		"duplicate_key":            {"请求有重复的项目", json},
		"too_deep":                 {"请求层次过深", json},
		"number_not_integer":       {"数字应为整数", "金额和分值请以文字形式填写，其他数字应为整数。"},
		"number_too_large":         {"数字过大", "请核对后重新提交。"},
		reasonNoKey:                expired(),
		"idempotency_key_reused":   expired(),
		"idempotency_key_too_long": expired(),
		"cursor_invalid":           {"翻页位置有误", "请回到第一页重新查看。"},
		"entry_refuses_nothing":    {"这条流水不是被拒绝的尝试", "请选择一条被拒绝的流水。"},
		"auditor_missing":          {"这里不能核验", "这个服务没有配置核验。请在服务器上运行 jiheng audit verify。"},
		"audits_busy":              {"正在核验其他评价", "同时核验的人较多，请稍候再试。"},
		"as_of_missing":            {"没有给出回溯的时点", "指定了当时的人员，请同时给出回溯的时点。"},
		"as_of_in_future":          {"将来的时点不受理", "将来的情况还不知道，只能回到过去。请选择现在以前的时点。"},
		"as_of_acting":             {"回溯时不能代理他人", "请不要切换为代理人；要看当时代理他人时所见，请指定“当时代理谁”。"},
		"policy_not_replayable":    {"不能按当时的权限策略推演", "当时的权限策略属于以前版本的程序，现在的程序读不懂。流水和当时的策略原文仍可查阅。"},
		"policy_not_found":         {"没有留存权限策略", "系统没有留存任何一版权限策略，请联系系统管理员。"},
		"cursor_unreadable":        {"翻页位置属于另一次查询", "查询条件已经改变。请回到第一页重新查看。"},
		"limit_out_of_range":       {"每页条数有误", "请减少每页条数。"},
		"date_unreadable":          {"日期有误", "日期应写成2020-08-05的形式，并且确有这一天。"},
		"digest_unreadable":        {"摘要有误", "摘要应为64位十六进制数字。"},
		"value_not_storable":       {"内容不能保存", "文字或者数字中有不能保存的内容。请检查后重新提交。"},
		"value_not_encodable":      {"内容不能保存", "文字或者数字中有不能保存的内容。请检查后重新提交。"},
		"reference_unknown":        {"引用的内容不存在", "请刷新页面后重试。"},
		"already_there":            {"已经存在", "同样的内容已经存在。请刷新页面查看。"},
		"row_not_found":            {"没有找到", "内容不存在，或者您无权查看。请返回列表重新进入。"},
	}
}

// The words for what the system itself lacks.
func systemMessages() map[string]message {
	later := func(title string) message {
		return message{title, unconfirmed + "持续出现时，请联系系统管理员。"}
	}
	return map[string]message{
		"database_unavailable": later("数据库暂时不可用"),
		"database_busy":        later("系统繁忙"),
		"database_timeout":     later("系统响应超时"),
		"database_read_only":   later("系统正在维护"),
		"database_overloaded":  later("系统繁忙"),
		"schema_behind":        later("系统正在升级"),
		"disk_full":            later("存储空间不足"),
		// The system does not even start; see the command line's own sentence.
		"files_of_another_installation": later("文件目录不属于本系统"),
	}
}
