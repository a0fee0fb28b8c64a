package workbook

import "jiheng/internal/quotation"

// Sentence says a problem in Chinese, with its cell before it: B7：金额应是数字.
func (p Problem) Sentence() string {
	said := p.Text
	if said == "" {
		said = sentences()[p.Reason]
	}
	for name, value := range p.Params {
		said = quotation.Fill(said, name, value)
	}
	if p.Cell == "" {
		return said
	}
	return p.Cell + "：" + said
}

func sentences() map[string]string {
	return map[string]string{
		ReasonEmpty:        "文件是空的，没有任何内容。请重新选择文件。",
		ReasonEncrypted:    "工作簿加了密码，系统打不开。请在表格软件里去掉打开密码，保存后再试。",
		ReasonOldFormat:    "这是旧版 .xls 工作簿。请用表格软件另存为 .xlsx 后再试。",
		ReasonNotWorkbook:  "这不是 .xlsx 工作簿（可能是别的文件改了后缀名）。请用表格软件另存为 .xlsx 后再试。",
		ReasonTooBig:       "工作簿展开后过大（上限64 MB）。请删除图片和无关的工作表，只留下要导入的表。",
		ReasonTooManyCells: "工作簿里的行、列或者合并单元格过多。请删除表格以外的空行、空列和无关的工作表后再试。",
		ReasonMacro:        "工作簿里有宏或者程序，不能导入。请另存为不带宏的 .xlsx 后再试。",
		ReasonExternal:     "工作簿引用了外部内容，不能导入。请断开外部链接，另存为 .xlsx 后再试。",
		ReasonObject:       "工作簿里嵌有别的程序的对象，不能导入。请删除嵌入的对象，另存为 .xlsx 后再试。",
		ReasonUnsafe:       "工作簿的内部结构不安全，不能导入。请用表格软件打开，另存为 .xlsx 后再试。",
		ReasonNoSheet:      "工作簿里没有可见的工作表。请取消隐藏，或者用下载的模板填写。",
		ReasonDamaged:      "工作簿已经损坏，内容读不出来。请用表格软件打开并另存为 .xlsx 后再试。",
		ReasonNoTable:      "没有找到表头。表头应在前30行之内，至少有这几列：{columns}。请用下载的模板填写。",
		ReasonAmbiguous:    "几张工作表都有同样的表头（{sheets}），不知道该用哪一张。请只留下一张。",
		ReasonOldTemplate:  "这是旧版模板，请下载新的模板填写。",
		ReasonOtherForm:    "这是另一种表（{form}）的模板，请选择对应的表。",
		ReasonTooManyRows:  "行数过多，最多{limit}行。",
		ReasonNoRows:       "表头下面没有内容。",
		ReasonFormula:      "{column}是公式。请复制后用“选择性粘贴—数值”改成数值。",
		ReasonCellError:    "{column}是错误值“{value}”，请改正。",
		ReasonMissing:      "{column}必须填写。",
		ReasonNumber:       "{column}应是数字，写的是“{value}”。",
		ReasonNegative:     "{column}不能小于零，写的是“{value}”。",
		ReasonTooLarge:     "{column}过大，写的是“{value}”，请核对单位。",
		ReasonTooExact:     "{column}折合成元后小数不能超过{limit}位，写的是“{value}”。",
		ReasonText:         "{column}含有看不见的字符或者不该有的换行，请删除后重新输入。",
		ReasonTooLong:      "{column}过长，不超过{limit}个字。",
		ReasonTwice:        "“{value}”在{first}已经写过。",
		ReasonUnit:         "没有写明金额的单位。请在表头写“金额（元）”或“金额（万元）”。",
		ReasonAboveWeight:  "{column}“{value}”大于分值“{weight}”，请核对。",
		ReasonDepartment:   "本单位没有叫“{value}”的科室。本单位的科室有：{known}。",
		ReasonColumn:       "没有读入“{column}”一栏：这张表没有与它对应的内容。",
		ReasonNotAsked:     "没有读入“{column}”：本流程的评分表没有这一栏。",
		ReasonTotal:        "{column}写的是{value}，各行合计是{computed}。请核对，或者在提交时写明理由。",
		ReasonGroupPoints:  "“{group}”的{column}写的是{value}，其下各行合计是{computed}，请核对。",
		ReasonTotalByRule:  "{column}是公式，没有读入，请核对后填写。",
		ReasonKind:         "没有“{value}”这种计算方法，可以填写：{known}。",
		ReasonOperands:     "{column}“{value}”不能按“{kind}”计算。请逐个填写数字或者日期，中间用分号隔开，并核对个数和先后。",
		ReasonMore:         "问题太多，只列出前200个。",
	}
}
