package review

const wordTotal = "总分"

// Label is the state as people read it.
func (s State) Label() string {
	switch s {
	case Arrived:
		return "待签收"
	case Received:
		return "待审核"
	case Accepted:
		return "审核通过"
	case Returned:
		return "已退回"
	case Superseded:
		return "已被后一次报送替代"
	}
	return string(s)
}

// Label is the channel as people read it.
func (c Channel) Label() string {
	switch c {
	case ChannelLocal:
		return "本系统"
	case ChannelExchange:
		return "联网报送"
	case ChannelFile:
		return "文件导入"
	}
	return string(c)
}

// TypeLabel is the type of an event as people read it.
func TypeLabel(t string) string {
	switch t {
	case FilingArrived{}.Type():
		return "收件"
	case FilingAcknowledged{}.Type():
		return "签收"
	case FilingAccepted{}.Type():
		return "审核通过"
	case FilingSentBack{}.Type():
		return "退回"
	case FilingSuperseded{}.Type():
		return "被后一次报送替代"
	case FilingAssessed{}.Type():
		return "复核评分"
	case GapSettled{}.Type():
		return "复核分差认定"
	case DrawListed{}.Type():
		return "确定抽取名单"
	case SeedPublished{}.Type():
		return "公布种子"
	case LotsDrawn{}.Type():
		return "抽取结果"
	case RectificationOrdered{}.Type():
		return "责令整改"
	case RectificationReceived{}.Type():
		return "整改通知送达"
	case LookBackBegun{}.Type():
		return "回头看启动"
	case LookedBack{}.Type():
		return "回头看结果"
	case FilingsRolledUp{}.Type():
		return "汇总"
	}
	return t
}

// Label is the state as people read it.
func (s NoticeState) Label() string {
	switch s {
	case NoticeSent:
		return "已发出，单位还没有收到"
	case NoticeReceived:
		return "整改中"
	case NoticeUnreported:
		return "未报整改，视同未整改"
	case NoticeReplied:
		return "已回复，待审核"
	case NoticeReturned:
		return "回复已退回"
	case NoticeAccepted:
		return "回复审核通过，待回头看"
	case NoticeRectified:
		return "回头看：已整改"
	case NoticeNotDone:
		return "回头看：未整改"
	}
	return string(s)
}
