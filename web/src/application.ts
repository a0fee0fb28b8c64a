import { createApp } from 'vue'
import App from './App.vue'
import { makeRouter } from './router'
import 'element-plus/theme-chalk/base.css'
import './styles/theme.css'
import './styles/base.css'
import { recallTheme } from './theme'

recallTheme()
createApp(App).use(makeRouter()).mount('#app')
