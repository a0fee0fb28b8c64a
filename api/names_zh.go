package api

func systemName() string { return "系统" }
