package privacy

import (
	"slices"
	"strings"
	"time"
)

// isIdentity tells whether 18 signs are an identity number: a province, a date
// of birth that there was, and the check digit of GB 11643.
func isIdentity(number string) bool {
	born, err := time.Parse("20060102", number[6:14])
	if err != nil || born.Year() < 1900 || born.Year() > 2099 || !slices.Contains(provinces(), number[:2]) {
		return false
	}
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(number[i]-'0') * weight
	}
	return strings.ToUpper(number[17:]) == "10X98765432"[sum%11:sum%11+1]
}

// provinces are the first two digits of the codes of GB/T 2260.
func provinces() []string {
	return strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83")
}

// isCard tells whether a number has a length of its issuer's and Luhn's digit.
func isCard(number string) bool {
	d := digits(number)
	switch {
	case strings.HasPrefix(d, "62"):
		return len(d) >= 16 && len(d) <= 19 && luhn(d)
	case len(d) == 16:
		return luhn(d)
	}
	return false
}

func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		n := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// isLine tells whether an area code and a number make a telephone line: 010 and
// 02x have three digits and eight of their own, the others four and seven or
// eight.
func isLine(number string) bool {
	if number[1] == '1' && number[2] != '0' {
		return false
	}
	if number[1] == '1' || number[1] == '2' {
		return len(number) == 11
	}
	return number[1] >= '3' && (len(number) == 11 || len(number) == 12)
}
