package composition

const (
	titleRectificationNotice = "整改通知"
	titleRectificationReply  = "整改报告"
)
