package apistore

func rowDiffers() string { return "数据与流水不符" }
