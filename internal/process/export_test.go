package process

// Wording is for tests that go through all sentences.
var Wording = wording
