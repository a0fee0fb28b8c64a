package evaluation

// Label is the way of publishing as people read it.
func (p PublishRule) Label() string {
	switch p {
	case PublishYes:
		return "公开"
	case PublishAsk:
		return "逐件审查"
	case PublishNo:
		return "不公开"
	}
	return string(p)
}

// Label is the kind of personal data as people read it.
func (k PersonalKind) Label() string {
	switch k {
	case PersonalIDCard:
		return "身份证号"
	case PersonalMobile:
		return "手机号"
	case PersonalLandline:
		return "固定电话"
	case PersonalBankCard:
		return "银行账号"
	}
	return string(k)
}

// Label is the state as people read it.
func (s CorrectionState) Label() string {
	switch s {
	case CorrectionWaiting:
		return "待审批"
	case CorrectionAgreed:
		return "已同意"
	case CorrectionDeclined:
		return "不同意"
	}
	return string(s)
}
