package declaration

// sayDiffers says how a figure contradicts what it is made of.
func sayDiffers(f Figure, stated, computed string) string {
	if f.Result.EqualsTruncated {
		return "填报" + stated + "，按同表数据计算为" + computed + "，填报数为舍去尾数所得。"
	}
	return "填报" + stated + "，按同表数据计算为" + computed + "，两者不一致。"
}
