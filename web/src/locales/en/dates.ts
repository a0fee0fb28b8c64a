const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** The name of a month, the first being January. */
export const monthName = (month: number): string => months[month - 1] ?? String(month)
