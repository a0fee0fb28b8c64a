package adapter

// rowDiffers is what is wrong with a row that the journal does not bear out.
const rowDiffers = "数据与日志不符"
