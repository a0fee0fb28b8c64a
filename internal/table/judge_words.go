package table

// limits tells that a target is one that is better not reached.
func limits(l line) bool {
	_, sign := cutSign(fold(l.Target))
	return sign == atMost || operatorSign(l.Operator) == atMost || reverseName.MatchString(stem(l.L3))
}

// judgeWords compares cells in words: the same words, 完成 and 已完成, 合格 and
// 不合格. Degrees, as 完成 and 基本完成, are left to people.
func judgeWords(l line) judgement {
	target, actual := bare(l.Target), bare(l.Actual)
	switch {
	case target == actual && !bandRange.MatchString(fold(l.Target)),
		doneWord.MatchString(target) && doneAdverb.ReplaceAllString(actual, "") == doneAdverb.ReplaceAllString(target, ""):
		return judgement{outcome: met}
	case opposed(target, actual):
		return judgement{outcome: missed, undone: true}
	case target == yesWord && actual == noWord, target == noWord && actual == yesWord:
		return judgement{outcome: missed, undone: true}
	case undoneWord.MatchString(actual) && !denial.MatchString(target) && !limits(l):
		return judgement{outcome: missed, undone: true, partly: partWord.MatchString(actual)}
	}
	return judgement{}
}
