package store

// shippedSource stands where no document number does.
const shippedSource = "随程序提供（国务院办公厅历年放假安排通知）"
