import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { keep, recall } from '@/device'
import { columnsOf, usualColumns, type Column } from '@/logic/inbox'
import { me } from '@/session'

/** useColumns gives the columns of the address, or those chosen on this device last. */
export function useColumns(go: (columns: string) => void) {
  const route = useRoute()
  const remembered = 'columns.' + (me.value?.person?.id ?? '')
  return computed<Column[]>({
    get: () => columnsOf(route.query.columns) ?? columnsOf(recall(remembered)) ?? usualColumns,
    set: (next) => {
      keep(remembered, next.join(','))
      go(next.join(','))
    },
  })
}
