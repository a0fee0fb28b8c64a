package review

import "github.com/shopspring/decimal"

// measureSaid may stand before a measure: （单位：万元）.
const measureSaid = "单位："

type measured struct {
	name string
	yuan decimal.Decimal
}

// measures are those in which budgets are written here.
func measures() []measured {
	return []measured{{"元", decimal.New(1, 0)}, {"千元", decimal.New(1, 3)}, {"万元", decimal.New(1, 4)}, {"亿元", decimal.New(1, 8)}}
}
