package evaluation_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// deepCopy copies a value with everything it points to, so that a later
// change through any alias shows.
func deepCopy[V any](v V) V {
	out, _ := reflect.TypeAssert[V](copied(reflect.ValueOf(v)))
	return out
}

func copied(v reflect.Value) reflect.Value {
	switch v.Kind() { //nolint:exhaustive // the rest are plain values
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(copied(v.Elem()))
		return p
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			s.Index(i).Set(copied(v.Index(i)))
		}
		return s
	case reflect.Struct:
		return copiedStruct(v)
	}
	return v
}

func copiedStruct(v reflect.Value) reflect.Value {
	switch v.Interface().(type) {
	case time.Time, decimal.Decimal: // never changed in place
		return v
	}
	s := reflect.New(v.Type()).Elem()
	for i := range v.NumField() {
		s.Field(i).Set(copied(v.Field(i)))
	}
	return s
}

func TestADeepCopySharesNothing(t *testing.T) {
	t.Parallel()
	e := evaluation.Evaluation{
		Tasks:  []evaluation.Task{{ID: "a", Roles: []evaluation.RoleID{"section"}, Agenda: []evaluation.AgendaEntry{{ID: "overdue-1"}}}},
		Filing: &evaluation.Filing{ReceiptNo: "1"},
	}
	c := deepCopy(e)
	require.Equal(t, e, c)
	e.Tasks[0].Roles[0], e.Tasks[0].Agenda[0].ID, e.Filing.ReceiptNo = "chair", "other", "2"
	require.Equal(t, evaluation.RoleID("section"), c.Tasks[0].Roles[0])
	require.Equal(t, "overdue-1", c.Tasks[0].Agenda[0].ID)
	require.Equal(t, "1", c.Filing.ReceiptNo)
}
