import 'element-plus/es/components/empty/style/css'

export { ElEmpty } from 'element-plus'
