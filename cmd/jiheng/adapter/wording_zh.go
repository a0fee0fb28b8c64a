package adapter

// rowDiffers is what is wrong with a row that the journal does not bear out.
const rowDiffers = "数据与日志不符"

// manifestDiffers is what is wrong with a manifest that its digest does not
// bear out.
const manifestDiffers = "定稿清单与其摘要不符"
