package checkpoint_test

const (
	goldenRoot   = "e410f7d32f8c0d8ef87b69dd443ff5ff4d28c516deb8c13cb76010d5f17e1dda"
	goldenDigest = "1fe23922bd72dd484327eba6300457791c3826f90bbecb585cbf6db12bf96310"
	goldenCode   = "D7RD-SIV5-OLOU-QQZH-5OTD-ABCX"
)
