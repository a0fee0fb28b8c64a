package ledger

// captions are the columns of a worksheet.
func captions() []string {
	return []string{
		"评价", "流水号", "时间", "事件", "操作人", "被代理人", "任务", "评价对象", "阶段", "依据规则", "权限策略版本", "客户端地址", "请求编号", "内容", "摘要",
	}
}

const printedTitle = "过程记录"

// printedCaptions are those of a PDF, which has less room.
func printedCaptions() []string {
	return []string{"流水号", "时间", "事件", "操作人", "任务", "依据规则", "地址", "摘要（前16位）"}
}

func actingFor(name string) string { return "代 " + name }
