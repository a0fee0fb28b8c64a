package api

func budgetTitle() string { return "预算金额" }

func listComma() string { return "、" }
