// Package privacy looks for personal data in what is about to be published
// (个人信息扫描): numbers of identity cards, telephones and bank accounts.
//
// It warns, it does not decide. A pattern that is alone could be an amount, the
// number of a document or a code, so each kind asks for what those do not have:
// the check digit and the date of birth in an identity number, Luhn's digit and
// the issuer's in a card number, an area code set off from the number of a line,
// or a word beside it that says what it is. What is found is given masked.
package privacy
